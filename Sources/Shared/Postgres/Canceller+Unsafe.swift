import CLibPQ
import PinnedThread

/// Cancels the statement that runs on a connection, from any thread.
// SAFETY: libpq lets threads share a cancel object, which doesn't change until it is freed in `deinit`.
final class Canceller: @unchecked Sendable {
    /// How long a statement waits for a cancel that was meant for the one before it.
    private static let patience: Duration = .seconds(5)

    private let cancel: OpaquePointer?
    private let underWay = Monitor(0)

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
        underWay.withLock { $0 += 1 }
        startThread(named: "pg-cancel") { [self] in
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(cancel, &message, Int32(message.count))
            underWay.withLock { $0 -= 1 }
        }
    }

    /// Waits until no request is on its way any more.
    func waitUntilDelivered() {
        _ = underWay.wait(atMost: Self.patience) { $0 == 0 ? true : nil }
    }
}
