import Glibc

/// Wall clocks that differ from the machine's, with Debian's `faketime`.
///
/// Monotonic clocks (`CLOCK_MONOTONIC`), which measure durations, stay unchanged, like when an operator sets the wall
/// clock.
package enum FakeTime {
    /// The reason why this isn't possible on this machine; `nil` if it is.
    package static let obstacle: String? = {
        do {
            _ = try preloaded.get()
            return nil
        } catch {
            return "no other clocks: \(error)"
        }
    }()

    /// A wall clock that is ahead of the machine's, or behind it.
    package static func shifted(bySeconds seconds: Int) throws -> Surrounding {
        let settings = [
            "LD_PRELOAD=\(try preloaded.get())", "FAKETIME=\(seconds >= 0 ? "+" : "")\(seconds)s",
            "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1",
        ]
        // `env` twice: the library sets a variable, which moves the environment, and Swift's runtime finds a program's
        // arguments by the environment's location. With the second `env` this happens before our program starts.
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

    /// Builds a library that keeps the timers of Swift's runtime unchanged.
    ///
    /// They use `CLOCK_MONOTONIC`, but `libfaketime` can't see a timer's clock: it would shift them by the wall clock's
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
        // The Swift toolchain includes a C compiler.
        _ = try Command.output(
            of: ["/usr/bin/env", "clang", "-shared", "-fPIC", "-o", path, try folder.write("timers.c", source)])
        chmod(path, 0o755)
        return path
    }
}
