import Model
package import Verification
package import WorkQueue

/// A run as JSON: `status`, and the end of `run` and `publish`.
///
/// Presentation shows what the other targets find out about a run: as text, as JSON and in the live display.
package struct RunDocument: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case sourceBreaker = "source_breaker"
        case createdAt = "created_at"
        case completedAt = "completed_at"
        case elapsedSeconds = "elapsed_seconds"
        case pausedSince = "paused_since"
        case noWorkerSince = "no_worker_since"
        case name, state, source, snapshot, coordinator, tables, workers, verification
    }

    private let runID: String
    private let name: String
    private let state: String
    private let source: String
    private let snapshot: String
    private let coordinator: Nullable<String>
    private let createdAt: String
    private let completedAt: Nullable<String>
    /// Until the run's end, or until now.
    private let elapsedSeconds: Double
    private let pausedSince: Nullable<String>
    /// Null unless chunks wait and no worker is alive.
    private let noWorkerSince: Nullable<String>
    /// Null while the breaker is closed.
    private let sourceBreaker: Nullable<Breaker>
    private let tables: [Table]
    private let workers: [WorkerDocument]
    /// Null unless the run was verified just now.
    private let verification: Nullable<VerificationDocument>

    /// - Parameter meter: `nil` to use the mean rates over the time in which chunks were copied.
    package init(
        _ status: RunStatus, workers: [WorkerStatus], meter: RateMeter? = nil, verification: VerificationResult? = nil
    ) {
        runID = status.id.text
        name = status.name
        state = status.state.rawValue
        source = status.source
        snapshot = status.snapshot
        coordinator = Nullable(status.coordinator)
        createdAt = status.createdAt
        completedAt = Nullable(status.completedAt)
        elapsedSeconds = status.seconds.rounded()
        let still = status.standstill
        pausedSince = Nullable(still?.reason == .paused ? still?.since : nil)
        noWorkerSince = Nullable(still?.reason == .noWorker ? still?.since : nil)
        sourceBreaker = Nullable(status.breaker.map(Breaker.init))
        let pace = Pace(status, meter: meter)
        tables = status.tables.map { Table($0, pace: pace) }
        self.verification = Nullable(verification.map(VerificationDocument.init))
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
            case source, target, mode, state, step, chunks, rows, bytes, error
            case startedAt = "started_at"
            case completedAt = "completed_at"
            case rowsAdded = "rows_added"
            case stepSeconds = "step_seconds"
            case differingChunks = "differing_chunks"
            case rowsPerSecond = "rows_per_second"
            case etaSeconds = "eta_seconds"
        }

        private let source: String
        private let target: String
        private let mode: String
        private let state: String
        /// The current step of planning or publishing; null unless it takes long.
        private let step: Nullable<String>
        private let stepSeconds: Nullable<Double>
        private let chunks: [String: Int]
        private let rows: [String: Int]
        /// The copied rows in mode append; null if the table will have no other rows.
        private let rowsAdded: Nullable<Int>
        private let bytes: Int
        private let startedAt: Nullable<String>
        private let completedAt: Nullable<String>
        private let rowsPerSecond: Nullable<Double>
        private let etaSeconds: Nullable<Double>
        private let error: Nullable<String>
        private let differingChunks: [DifferingChunkDocument]

        init(_ table: TableStatus, pace: Pace) {
            let (rate, left) = (pace.rate(of: table), pace.secondsLeft(of: table))
            source = table.source.description
            target = table.target.description
            mode = table.mode.rawValue
            state = table.state.rawValue
            step = Nullable(table.step?.name)
            stepSeconds = Nullable(table.step?.seconds.rounded())
            chunks = [
                "total": table.total, "done": table.done, "claimed": table.claimed, "ready": table.ready,
                "failed": table.failed,
            ]
            rows = ["expected": table.expectedRows, "copied": table.copiedRows, "rejected": table.rejectedRows]
            rowsAdded = Nullable(table.mode.ownsAllRows ? nil : table.copiedRows)
            bytes = table.bytes
            startedAt = Nullable(table.startedAt)
            completedAt = Nullable(table.completedAt)
            rowsPerSecond = Nullable(rate.map { $0.rowsPerSecond.rounded() })
            etaSeconds = Nullable(left.map { $0.rounded(.up) })
            error = Nullable(table.error)
            differingChunks = table.differing.map(DifferingChunkDocument.init)
        }
    }
}
