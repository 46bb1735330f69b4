package import Events
import ServiceLifecycle
import Synchronization

/// Logs how much a worker has copied: one line every few seconds in which chunks were completed.
package final class CopyReport: EventSink, Service {
    private struct Sum {
        var chunks = 0
        var rows = 0
        var bytes = 0
        var since = ContinuousClock.now
    }

    private static let interval = Duration.seconds(5)

    private let sum = Mutex(Sum())
    private let events: Events

    package init(events: Events) {
        self.events = events
    }

    package func record(_ event: RunEvent, labels: [EventLabel: String]) {
        guard case .chunkCopied(let rows, let bytes) = event else { return }
        sum.withLock { sum in
            sum.chunks += 1
            sum.rows += rows
            sum.bytes += bytes
        }
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await pause(for: Self.interval)
                self.report(at: .now)
            }
        }
        report(at: .now)
    }

    /// Logs what was copied since the last line, if anything was.
    package func report(at now: ContinuousClock.Instant) {
        let past = sum.withLock { sum in
            defer { sum = Sum(since: now) }
            return sum
        }
        guard past.chunks > 0 else { return }
        events.record(
            .chunksCopied(chunks: past.chunks, rows: past.rows, bytes: past.bytes, within: now - past.since))
    }
}
