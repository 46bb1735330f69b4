import Glibc

/// Other wall clocks than the machine's, by Debian's `faketime`.
///
/// Clocks that only go forward (`CLOCK_MONOTONIC`), by which durations are measured, stay as they are: an operator who
/// sets a clock doesn't touch those either.
package enum FakeTime {
    /// Why there is none here; nil where there is.
    package static let obstacle: String? = {
        do {
            _ = try preloaded.get()
            return nil
        } catch {
            return "no other clocks: \(error)"
        }
    }()

    /// The wall clock runs ahead of the machine's, or behind it.
    package static func shifted(bySeconds seconds: Int) throws -> Surrounding {
        let settings = [
            "LD_PRELOAD=\(try preloaded.get())", "FAKETIME=\(seconds >= 0 ? "+" : "")\(seconds)s",
            "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1",
        ]
        // `env` twice: the library sets a variable of its own, by which it moves the environment, from whose place
        // Swift's runtime finds a program's arguments. In the second it has done so before ours starts.
        return Surrounding(command: ["/usr/bin/env"] + settings + ["/usr/bin/env"])
    }

    private static let preloaded = Result {
        let libraries = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map {
            "/usr/lib/\($0)/faketime/libfaketimeMT.so.1"
        }
        guard let library = libraries.first(where: { access($0, R_OK) == 0 }) else {
            throw TestKitError("Debian's package faketime isn't installed")
        }
        return "\(try timers()):\(library)"
    }

    /// A library that keeps the timers of Swift's runtime as they are.
    ///
    /// They go by `CLOCK_MONOTONIC`, which `libfaketime` can't see of a timer: it would shift them by the wall clock's
    /// offset (its issue 378).
    private static func timers() throws -> String {
        let source = """
            #define _GNU_SOURCE
            #include <sys/syscall.h>
            #include <unistd.h>
            int timerfd_settime(int timer, int flags, const void *value, void *old) {
                return (int)syscall(SYS_timerfd_settime, timer, flags, value, old);
            }
            int timerfd_gettime(int timer, void *value) {
                return (int)syscall(SYS_timerfd_gettime, timer, value);
            }

            """
        let folder = try TestFolder()
        let path = try Command.output(of: ["/bin/sh", "-c", "mktemp /tmp/snowmelt-timers.XXXXXX.so"])
        try Watchdog.start("rm -f '\(path)'")
        // The Swift toolchain brings a C compiler along.
        _ = try Command.output(
            of: ["/usr/bin/env", "clang", "-shared", "-fPIC", "-o", path, try folder.write("timers.c", source)])
        chmod(path, 0o755)
        return path
    }
}
