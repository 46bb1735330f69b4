import Glibc
import Model
import PinnedThread
import Synchronization

/// Counts SIGINT and SIGTERM: the first and the second go to a listener, the third ends the process immediately.
///
/// Without a listener the first signal ends the process. Verbs without a listener leave nothing that another call can't
/// continue.
package enum Interruptions {
    private struct State {
        var count = 0
        var listener: AsyncStream<Int>.Continuation?
    }

    private static let state = Mutex(State())

    /// Installs the signal handlers; call it once, before anything else.
    package static func takeOver() {
        // If a reader closes its pipe, `write` fails instead of ending the process.
        signal(SIGPIPE, SIG_IGN)
        // A process inherits an ignored SIGCHLD from its parent; then it couldn't learn how its own children ended.
        signal(SIGCHLD, SIG_DFL)
        var ends: [Int32] = [-1, -1]
        // Without a pipe or a thread, signals end the process as usual, which every run survives.
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
        // Blocking the signals and waiting for them isn't enough, since the main thread of a concurrent program
        // unblocks them.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            let reason = errno
            var byte: UInt8 = 1
            _ = write(signalPipe, &byte, 1)
            errno = reason
        }
        // Blocking calls of drivers continue.
        action.sa_flags = SA_RESTART
        for signal in [SIGINT, SIGTERM] { sigaction(signal, &action, nil) }
    }

    /// The number of signals so far, 1 and 2; for one listener.
    package static func counts() -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        state.withLock { $0.listener = continuation }
        return stream
    }

    /// Ends the process as interrupted, whatever its threads are doing.
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
