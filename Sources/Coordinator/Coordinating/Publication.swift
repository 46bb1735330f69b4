import Postgres
import Synchronization

/// The publishing of loaded tables, which goes on beside a run's other duties.
///
/// One per connection at a time.
final class Publication: Sendable {
    private final class Ending: Sendable {
        let isReached = Atomic<Bool>(false)
    }

    private let target: PostgresConnection
    private let ending = Ending()
    private let task: Task<Void, any Error>

    /// Begins.
    init(on target: PostgresConnection, _ publish: @escaping @Sendable () async throws -> Void) {
        self.target = target
        task = Task { [ending] in
            defer { ending.isReached.store(true, ordering: .releasing) }
            try await publish()
        }
    }

    var hasEnded: Bool { ending.isReached.load(ordering: .acquiring) }

    /// Waits for the end, and throws what it ended with.
    func end() async throws {
        try await task.value
    }

    /// Interrupts what the target is at, without waiting.
    ///
    /// To be repeated until it has ended: a cancellation between two statements misses both.
    func cancel() {
        task.cancel()
        target.cancel()
    }
}
