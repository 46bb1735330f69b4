import CLibPQ
import PinnedThread

/// Cancels the statement that runs on a connection, from any thread.
// SAFETY: libpq lets threads share a cancel object, which doesn't change until it is freed in `deinit`.
final class Canceller: @unchecked Sendable {
    /// How long a statement waits for a cancel that was meant for the one before it.
    private static let patience: Duration = .seconds(5)

    private struct Requests {
        var underWay = 0
        /// When the first of those for the running statement was made.
        var since: ContinuousClock.Instant?
    }

    private let cancel: OpaquePointer?
    private let requests = Monitor(Requests())

    init(of connection: OpaquePointer) {
        cancel = PQgetCancel(connection)
    }

    deinit {
        PQfreeCancel(cancel)
    }

    /// Asks the server to cancel; returns at once.
    ///
    /// The request goes out on a thread of its own, since it connects and waits. Its outcome shows in the
    /// statement's result.
    func request() {
        requests.withLock { requests in
            requests.underWay += 1
            requests.since = requests.since ?? .now
        }
        startThread(named: "pg-cancel") { [self] in
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(cancel, &message, Int32(message.count))
            requests.withLock { $0.underWay -= 1 }
        }
    }

    /// Since when the running statement, or COPY, is to end; nil: nobody asked.
    var requestedAt: ContinuousClock.Instant? { requests.withLock(\.since) }

    /// Waits until no request is on its way any more: what is asked for from now on is meant for the next statement.
    func beginStatement() {
        _ = requests.wait(atMost: Self.patience) { $0.underWay == 0 ? true : nil }
        requests.withLock { $0.since = nil }
    }
}
