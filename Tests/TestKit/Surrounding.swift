/// The conditions under which a program or a server runs: a network namespace, another time, limits.
///
/// A program's children inherit them.
package struct Surrounding: Sendable, Hashable {
    /// The command prefix; it ends by executing the program, so the pid stays the same.
    let command: [String]

    /// A limit on open files.
    ///
    /// Files that a test happens to pass on are closed, so they don't count.
    package static func openFiles(_ limit: Int) -> Surrounding {
        let script = #"""
            for file in /proc/$$/fd/*; do
                file=${file##*/}
                if [ "$file" -gt 2 ]; then eval "exec $file>&-"; fi
            done
            exec prlimit "--nofile=$0:$0" "$@"
            """#
        return Surrounding(command: ["/bin/bash", "-c", script, "\(limit)"])
    }

    /// A parent that ignores SIGCHLD, which the program inherits.
    package static let ignoringChildren = Surrounding(
        command: ["/usr/bin/env", "--ignore-signal=CHLD"])

    /// A limit on the address space, in MiB; allocations beyond it fail.
    package static func addressSpace(_ limit: Int) -> Surrounding {
        Surrounding(command: ["prlimit", "--as=\(limit << 20)"])
    }

    /// System calls that fail as if a signal had interrupted them (`EINTR`).
    ///
    /// - Parameters:
    ///   - calls: the names of the calls for `strace`: `read`, `poll`; `?poll` if not every machine has it.
    ///   - step: every call with a multiple of this number fails, counted per thread.
    package static func interrupting(_ calls: [String], every step: Int) -> Surrounding {
        Surrounding(command: [
            "/usr/bin/env", "strace", "-D", "-f", "-q", "-o", "/dev/null", "-e",
            "trace=\(calls.joined(separator: ","))",
            "-e", "inject=\(calls.joined(separator: ",")):error=EINTR:when=\(step)+\(step)",
        ])
    }

    /// The reason why `interrupting` doesn't work on this machine; `nil` if it does.
    package static let tracingObstacle: String? = {
        do {
            _ = try Command.output(of: interrupting(["read"], every: 1000).command + ["true"])
            return nil
        } catch {
            return "no tracing: \(error)"
        }
    }()
}
