import Model
package import WorkQueue

/// A run as JSON: `status`, and the end of `run` and `publish`.
///
/// Presentation shows what the other targets find out about a run: as text, as JSON and in the live display.
package struct RunDocument: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case sourceBreaker = "source_breaker"
        case name, state, snapshot, tables, workers
    }

    private let runID: String
    private let name: String
    private let state: String
    private let snapshot: String
    /// Null while the breaker is closed.
    private let sourceBreaker: Nullable<Breaker>
    private let tables: [Table]
    private let workers: [WorkerDocument]

    /// - Parameter meter: `nil` to use the rates since each table's first claim.
    package init(_ status: RunStatus, workers: [WorkerStatus], meter: RateMeter? = nil) {
        runID = status.id.text
        name = status.name
        state = status.state.rawValue
        snapshot = status.snapshot
        sourceBreaker = Nullable(status.breaker.map(Breaker.init))
        tables = status.tables.map { Table($0, meter: meter) }
        self.workers = workers.map(WorkerDocument.init)
    }

    private struct Breaker: Encodable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case state, failures, since, error
            case restSeconds = "rest_seconds"
        }

        private let state: String
        private let failures: Int
        private let since: String
        private let restSeconds: Nullable<Double>
        private let error: Nullable<String>

        init(_ breaker: BreakerStatus) {
            state = breaker.state.rawValue
            failures = breaker.failures
            since = breaker.since
            restSeconds = Nullable(breaker.restSeconds.map { $0.rounded(.up) })
            error = Nullable(breaker.error)
        }
    }

    private struct Table: Encodable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case source, target, state, step, chunks, rows, bytes, error
            case stepSeconds = "step_seconds"
            case differingChunks = "differing_chunks"
            case rowsPerSecond = "rows_per_second"
            case etaSeconds = "eta_seconds"
        }

        private let source: String
        private let target: String
        private let state: String
        /// The current step of publishing; null unless it takes long.
        private let step: Nullable<String>
        private let stepSeconds: Nullable<Double>
        private let chunks: [String: Int]
        private let rows: [String: Int]
        private let bytes: Int
        private let rowsPerSecond: Nullable<Double>
        private let etaSeconds: Nullable<Double>
        private let error: Nullable<String>
        private let differingChunks: [DifferingChunkDocument]

        init(_ table: TableStatus, meter: RateMeter?) {
            let rate = meter?.rate(of: table.target) ?? RateMeter.average(of: table)
            let left = table.state == .completed ? 0 : RateMeter.secondsLeft([table], at: rate)
            source = table.source.description
            target = table.target.description
            state = table.state.rawValue
            step = Nullable(table.step?.name.rawValue)
            stepSeconds = Nullable(table.step?.seconds.rounded())
            chunks = [
                "total": table.total, "done": table.done, "claimed": table.claimed, "ready": table.ready,
                "failed": table.failed,
            ]
            rows = ["expected": table.expectedRows, "copied": table.copiedRows, "rejected": table.rejectedRows]
            bytes = table.bytes
            rowsPerSecond = Nullable(rate.map { $0.rowsPerSecond.rounded() })
            etaSeconds = Nullable(left.map { $0.rounded(.up) })
            error = Nullable(table.error)
            differingChunks = table.differing.map(DifferingChunkDocument.init)
        }
    }
}
