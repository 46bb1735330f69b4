import Glibc
import Model
import PinnedThread
import Synchronization

/// SIGINT and SIGTERM, counted: the first and the second go to who listens, the third ends the process at once.
///
/// Where nobody listens the first one ends it: such verbs leave nothing that another call can't take up.
package enum Interruptions {
    private struct State {
        var count = 0
        var listener: AsyncStream<Int>.Continuation?
    }

    private static let state = Mutex(State())

    /// Takes the signals over; once, before anything else.
    package static func takeOver() {
        // A reader of ours that goes away is an error of `write`, not the end.
        signal(SIGPIPE, SIG_IGN)
        // A parent that ignores SIGCHLD hands that on, and nobody could ask then how a child of ours ended.
        signal(SIGCHLD, SIG_DFL)
        var ends: [Int32] = [-1, -1]
        // Without a pipe or a thread signals keep ending the process, which every run survives.
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = ends[0]
        signalPipe = ends[1]
        do {
            try startThread(named: "signals") {
                var byte: UInt8 = 0
                while true {
                    if read(output, &byte, 1) == 1 { arrived() }
                }
            }
        } catch {
            return
        }
        // Blocking the signals and waiting for them isn't enough: the main thread of a concurrent program unblocks them.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            let reason = errno
            var byte: UInt8 = 1
            _ = write(signalPipe, &byte, 1)
            errno = reason
        }
        // Drivers' blocking calls go on.
        action.sa_flags = SA_RESTART
        for signal in [SIGINT, SIGTERM] { sigaction(signal, &action, nil) }
    }

    /// 1 at the first signal, 2 at the second.
    ///
    /// For one listener.
    package static func counts() -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        state.withLock { $0.listener = continuation }
        return stream
    }

    /// Ends the process as interrupted, whatever its threads are at.
    package static func endNow() -> Never {
        _exit(ExitStatus.interrupted.rawValue)
    }

    private static func arrived() {
        let (count, listener) = state.withLock { state in
            state.count += 1
            return (state.count, state.listener)
        }
        guard let listener, count < 3 else { endNow() }
        listener.yield(count)
    }
}

// SAFETY: written once, before the handler that reads it is installed.
private nonisolated(unsafe) var signalPipe: Int32 = -1
