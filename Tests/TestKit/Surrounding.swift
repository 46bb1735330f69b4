/// What a program or a server is started under: a network namespace, another time, limits.
///
/// The children of a program inherit it.
package struct Surrounding: Sendable, Hashable {
    /// The words before the program's own; they end by becoming the program, so its pid stays.
    let command: [String]

    /// At most so many open files.
    ///
    /// Those that a test happens to hand down don't count.
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

    /// By a parent that doesn't want to know how its children end, which a program inherits.
    package static let ignoringChildren = Surrounding(
        command: ["/usr/bin/env", "--ignore-signal=CHLD"])

    /// At most so much address space, in MiB; what a program needs beyond isn't given to it.
    package static func addressSpace(_ limit: Int) -> Surrounding {
        Surrounding(command: ["prlimit", "--as=\(limit << 20)"])
    }

    /// System calls fail as if a signal had come in between (`EINTR`).
    ///
    /// - Parameters:
    ///   - calls: names as `strace` knows them: `read`, `poll`; `?poll` where not every machine has it.
    ///   - step: from each thread's call of this number on, every such call fails.
    package static func interrupting(_ calls: [String], every step: Int) -> Surrounding {
        Surrounding(command: [
            "/usr/bin/env", "strace", "-D", "-f", "-q", "-o", "/dev/null", "-e",
            "trace=\(calls.joined(separator: ","))",
            "-e", "inject=\(calls.joined(separator: ",")):error=EINTR:when=\(step)+\(step)",
        ])
    }

    /// Why `interrupting` doesn't work here; nil where it does.
    package static let tracingObstacle: String? = {
        do {
            _ = try Command.output(of: interrupting(["read"], every: 1000).command + ["true"])
            return nil
        } catch {
            return "no tracing: \(error)"
        }
    }()
}
