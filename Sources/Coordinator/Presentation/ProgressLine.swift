package import Events
import Model
package import WorkQueue

/// A run's progress as the labels of an event.
package struct ProgressLine: Sendable {
    package let labels: [EventLabel: String]

    /// - Parameter phase: what the command does while it plans the run.
    package init(status: RunStatus, workers: [WorkerStatus], meter: RateMeter, phase: String? = nil) {
        let tables = status.tables
        let rows = tables.reduce(0) { $0 + $1.copiedRows }
        let expected = tables.reduce(0) { $0 + $1.expectedRows }
        let failed = tables.reduce(0) { $0 + $1.failed }
        var labels: [EventLabel: String] = [
            .run: "\(status.name)", .state: "\(status.state.rawValue)",
            .tables: "\(tables.count { $0.state == .completed })", .tablesTotal: "\(tables.count)",
            .chunks: "\(tables.reduce(0) { $0 + $1.done })", .chunksTotal: "\(tables.reduce(0) { $0 + $1.total })",
            .rows: "\(rows)", .rowsExpected: "\(expected)", .workers: "\(workers.count { $0.state == .alive })",
        ]
        if failed > 0 { labels[.failedChunks] = "\(failed)" }
        if let error = tables.lazy.compactMap(\.error).first { labels[.error] = "\(error)" }
        let pace = Pace(status, meter: meter)
        if let rate = pace.rate {
            labels[.rowsPerSecond] = "\(Int(rate.rowsPerSecond))"
            labels[.bytesPerSecond] = "\(Int(rate.bytesPerSecond))"
        }
        if let seconds = pace.secondsLeft { labels[.etaSeconds] = "\(Int(seconds.rounded(.up)))" }
        switch status.standstill?.reason {
        case .paused: labels[.pausedSince] = status.standstill?.since
        case .noWorker: labels[.noWorkerSince] = status.standstill?.since
        case nil: break
        }
        // The longest step, because the others may be over before anybody reads the line.
        let longest = tables.compactMap { table in table.step.map { (table, $0) } }.max { $0.1.seconds < $1.1.seconds }
        if let (table, step) = longest {
            labels[.table] = table.target.description
            labels[.step] = step.name
            labels[.stepSeconds] = "\(Int(step.seconds))"
        }
        if let phase { labels[.step] = phase }
        self.labels = labels
    }
}
