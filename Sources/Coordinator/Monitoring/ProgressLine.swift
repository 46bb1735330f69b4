package import Logging
import Model
package import WorkQueue

/// A run's progress as the fields of one log line.
package struct ProgressLine: Sendable {
    package let metadata: Logger.Metadata

    package init(status: RunStatus, workers: [WorkerStatus], meter: RateMeter) {
        let tables = status.tables
        let rows = tables.reduce(0) { $0 + $1.copiedRows }
        let expected = tables.reduce(0) { $0 + $1.expectedRows }
        let failed = tables.reduce(0) { $0 + $1.failed }
        var metadata: Logger.Metadata = [
            "run": "\(status.name)", "state": "\(status.state.rawValue)",
            "tables": "\(tables.count { $0.state == .completed })/\(tables.count)",
            "chunks": "\(tables.reduce(0) { $0 + $1.done })/\(tables.reduce(0) { $0 + $1.total })",
            "rows": "\(rows)/\(expected)", "workers": "\(workers.count { $0.state == .alive })",
        ]
        if failed > 0 { metadata["failed_chunks"] = "\(failed)" }
        if let error = tables.lazy.compactMap(\.error).first { metadata["error"] = "\(error)" }
        if tables.contains(where: { $0.ready + $0.claimed > 0 }) {
            if let rate = meter.rate {
                metadata["rows_per_second"] = "\(Int(rate.rowsPerSecond))"
                metadata["bytes_per_second"] = "\(Int(rate.bytesPerSecond))"
            }
            if let seconds = meter.secondsLeft(of: status) { metadata["eta_seconds"] = "\(Int(seconds.rounded(.up)))" }
        }
        self.metadata = metadata
    }
}
