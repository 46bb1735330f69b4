package import Events
import Model
package import WorkQueue

/// A run's progress as the labels of an event.
package struct ProgressLine: Sendable {
    package let labels: [EventLabel: String]

    package init(status: RunStatus, workers: [WorkerStatus], meter: RateMeter) {
        let tables = status.tables
        let rows = tables.reduce(0) { $0 + $1.copiedRows }
        let expected = tables.reduce(0) { $0 + $1.expectedRows }
        let failed = tables.reduce(0) { $0 + $1.failed }
        var labels: [EventLabel: String] = [
            .run: "\(status.name)", .state: "\(status.state.rawValue)",
            .tables: "\(tables.count { $0.state == .completed })/\(tables.count)",
            .chunks: "\(tables.reduce(0) { $0 + $1.done })/\(tables.reduce(0) { $0 + $1.total })",
            .rows: "\(rows)/\(expected)", .workers: "\(workers.count { $0.state == .alive })",
        ]
        if failed > 0 { labels[.failedChunks] = "\(failed)" }
        if let error = tables.lazy.compactMap(\.error).first { labels[.error] = "\(error)" }
        if tables.contains(where: { $0.ready + $0.claimed > 0 }) {
            if let rate = meter.rate {
                labels[.rowsPerSecond] = "\(Int(rate.rowsPerSecond))"
                labels[.bytesPerSecond] = "\(Int(rate.bytesPerSecond))"
            }
            if let seconds = meter.secondsLeft(of: status) { labels[.etaSeconds] = "\(Int(seconds.rounded(.up)))" }
        }
        self.labels = labels
    }
}
