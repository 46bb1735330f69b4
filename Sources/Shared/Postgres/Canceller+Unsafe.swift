import CLibPQ
import PinnedThread

/// Cancels the running statement of a connection, from any thread.
// SAFETY: libpq allows threads to share a cancel object, which stays unchanged until it is freed in `deinit`.
final class Canceller: @unchecked Sendable {
    /// How long a new statement waits for a cancel request that was meant for the previous one.
    private static let patience: Duration = .seconds(5)

    /// The interval between two requests.
    ///
    /// Callers may ask much more often, repeating themselves until the statement ends.
    private static let pause: Duration = .milliseconds(500)

    private struct Requests {
        /// Whether a request should be sent for the running statement.
        var isWanted = false
        /// Whether a request is in flight.
        var isUnderWay = false
        var hasThread = false
        /// The earliest time for the next request.
        var next = ContinuousClock.now
        /// When the first request for the running statement was made.
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

    /// Asks the server to cancel; returns immediately.
    ///
    /// Sending blocks, so it runs on its own thread, one thread and one request at a time. The outcome shows in the
    /// statement's result. If the system can't create a thread, the request isn't sent, and the statement is abandoned
    /// like one that doesn't respond.
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

    /// Since when the running statement or COPY is supposed to end; `nil` if nobody has asked.
    var requestedAt: ContinuousClock.Instant? { requests.withLock(\.since) }

    /// Waits until no request is in flight; later requests apply to the next statement.
    func beginStatement() {
        _ = requests.wait(atMost: Self.patience) { $0.isUnderWay ? nil : true }
        requests.withLock { requests in
            requests.since = nil
            requests.isWanted = false
        }
    }

    /// The pause before the next request; `nil` if none is wanted, in which case the thread ends.
    private func pauseBeforeNext() -> Duration? {
        requests.withLock { requests -> Duration? in
            guard requests.isWanted || .now < requests.next else {
                requests.hasThread = false
                return nil
            }
            return max(.zero, ContinuousClock.now.duration(to: requests.next))
        }
    }

    /// Sends the request if it is still wanted.
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
