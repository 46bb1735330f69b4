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

    /// Takes the signals over, for a process that has no other threads yet, which would get them instead.
    package static func takeOver() {
        // A reader of ours that goes away is an error of `write`, not the end.
        signal(SIGPIPE, SIG_IGN)
        var signals = signalSet
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        startThread(named: "signals") {
            var waited = signalSet
            while true {
                var received: Int32 = 0
                if sigwait(&waited, &received) == 0 { arrived() }
            }
        }
    }

    /// 1 at the first signal, 2 at the second. For one listener.
    package static func counts() -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        state.withLock { $0.listener = continuation }
        return stream
    }

    private static func arrived() {
        let (count, listener) = state.withLock { state in
            state.count += 1
            return (state.count, state.listener)
        }
        guard let listener, count < 3 else { _exit(ExitStatus.interrupted.rawValue) }
        listener.yield(count)
    }

    private static var signalSet: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        return signals
    }
}
