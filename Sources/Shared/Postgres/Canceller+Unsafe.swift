import CLibPQ
import PinnedThread

/// Cancels the statement that runs on a connection, from any thread.
// SAFETY: libpq lets threads share a cancel object, which doesn't change until it is freed in `deinit`.
final class Canceller: @unchecked Sendable {
    /// How long a statement waits for a cancel that was meant for the one before it.
    private static let patience: Duration = .seconds(5)

    /// Between two requests.
    ///
    /// They may be asked for much more often, for whoever cancels insists.
    private static let pause: Duration = .milliseconds(500)

    private struct Requests {
        /// One is to be sent, to the running statement.
        var isWanted = false
        /// One is on its way.
        var isUnderWay = false
        var hasThread = false
        /// When the next one may be sent.
        var next = ContinuousClock.now
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
    /// The request goes out on a thread of its own, since it connects and waits: one thread and one request at a time.
    /// Its outcome shows in the statement's result. Where the system gives no thread it isn't sent, and the statement is
    /// given up as one that doesn't react.
    func request() {
        let needsThread = requests.withLock { requests in
            defer { requests.hasThread = true }
            requests.isWanted = true
            requests.since = requests.since ?? .now
            return !requests.hasThread
        }
        guard needsThread else { return }
        do {
            try startThread(named: "pg-cancel") { [self] in
                while let pause = pauseBeforeNext() {
                    _ = requests.wait(atMost: pause) { _ in nil as Void? }
                    send()
                }
            }
        } catch {
            requests.withLock { $0.hasThread = false }
        }
    }

    /// Since when the running statement, or COPY, is to end; nil: nobody asked.
    var requestedAt: ContinuousClock.Instant? { requests.withLock(\.since) }

    /// Waits until no request is on its way any more: what is asked for from now on is meant for the next statement.
    func beginStatement() {
        _ = requests.wait(atMost: Self.patience) { $0.isUnderWay ? nil : true }
        requests.withLock { requests in
            requests.since = nil
            requests.isWanted = false
        }
    }

    /// nil: no request was made since the last one was sent, and the thread ends.
    private func pauseBeforeNext() -> Duration? {
        requests.withLock { requests -> Duration? in
            guard requests.isWanted || .now < requests.next else {
                requests.hasThread = false
                return nil
            }
            return max(.zero, ContinuousClock.now.duration(to: requests.next))
        }
    }

    /// Sends what is still wanted.
    private func send() {
        let isWanted = requests.withLock { requests in
            defer { requests.isWanted = false }
            requests.isUnderWay = requests.isWanted
            return requests.isWanted
        }
        guard isWanted else { return }
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(cancel, &message, Int32(message.count))
        requests.withLock { requests in
            requests.isUnderWay = false
            requests.next = .now + Self.pause
        }
    }
}
