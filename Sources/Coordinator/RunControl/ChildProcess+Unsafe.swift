import Glibc
import Model

/// A worker process started by this program.
///
/// It has its own process group, so that a terminal's Ctrl-C reaches only the coordinator, which then stops its workers.
package struct ChildProcess: Sendable {
    package enum Ending: Hashable, Sendable {
        case running
        case exited(Int32)
        case killed(signal: Int32)
        /// The process has ended with an unknown exit status.
        case unknown
    }

    package let pid: Int32

    /// - Parameter output: the file descriptor for the child's stderr; `nil` for ours.
    package init(executable: String, arguments: [String], output: Int32?) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGCHLD] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO) }

        var texts: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        texts.append(nil)
        defer { for text in texts { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, executable, &actions, &attributes, texts, environ)
        guard code == 0 else {
            throw Failure(
                .internalError, "worker \(executable) can't be started: \(String(cString: strerror(code)))",
                hint: [EAGAIN, ENOMEM].contains(code)
                    ? "Start fewer workers (--workers), or raise this process's limits (`ulimit -u`, a container's pids)."
                    : "snowmelt-worker must be in the same folder as snowmelt.")
        }
        self.pid = pid
    }

    /// The child's state; its end is reported only once.
    package func poll() -> Ending {
        var status: Int32 = 0
        switch waitpid(pid, &status, WNOHANG) {
        case pid: break
        // The system reports no ended children to a process that ignores SIGCHLD, nor one that was already waited for.
        case -1 where errno == ECHILD: return .unknown
        default: return .running
        }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
    }

    package func signal(_ signal: Int32) {
        kill(pid, signal)
    }
}
