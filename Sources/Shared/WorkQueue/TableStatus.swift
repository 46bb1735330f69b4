package import Model
import Postgres
import Statements

/// A table of a run as `status` shows it.
package struct TableStatus: Sendable {
    package var source: QualifiedName
    package var target: QualifiedName
    package var mode: LoadMode
    package var state: TablePhase
    package var total: Int
    package var done: Int
    package var claimed: Int
    /// The number of claimed chunks whose worker is alive.
    package var working: Int
    package var ready: Int
    package var failed: Int
    package var expectedRows: Int
    package var copiedRows: Int
    package var rejectedRows: Int
    package var bytes: Int
    /// When a chunk was first claimed.
    package var startedAt: String?
    /// When the table was published.
    package var completedAt: String?
    /// How long its chunks were being copied, without the time when none was; `nil` before the first claim, and unless
    /// asked for with `fullStatus`.
    package var seconds: Double?
    /// How long ago a chunk was last completed; `nil` like `seconds`.
    package var secondsSinceChunk: Double?
    /// Why it couldn't be planned or published, or why the last of its failed chunks failed.
    package var error: String?
    /// Whether it couldn't be planned, and the run ends without it.
    package var isSkipped = false
    /// The current step of planning or publishing and its duration; `nil` if there is none, or if it is a short one.
    package var step: (name: String, seconds: Double)?
    /// Chunks whose row count differs from the plan's; empty unless asked for with `fullStatus`.
    package var differing: [DifferingChunk] = []

    package init(
        source: QualifiedName, target: QualifiedName, mode: LoadMode = .replace, state: TablePhase, total: Int,
        done: Int, claimed: Int, ready: Int, failed: Int, expectedRows: Int, copiedRows: Int, rejectedRows: Int,
        bytes: Int, seconds: Double?, error: String?
    ) {
        self.source = source
        self.target = target
        self.mode = mode
        self.state = state
        self.total = total
        self.done = done
        self.claimed = claimed
        working = claimed
        self.ready = ready
        self.failed = failed
        self.expectedRows = expectedRows
        self.copiedRows = copiedRows
        self.rejectedRows = rejectedRows
        self.bytes = bytes
        self.seconds = seconds
        self.error = error
    }

    init(_ row: PostgresRow) throws(PostgresError) {
        source = QualifiedName(schema: try row.optionalString("source_schema"), name: try row.string("source_table"))
        target = try row.targetTable()
        mode = try row.value("mode")
        state = try row.value("status")
        total = try row.int("total_chunks")
        done = try row.int("completed_chunks")
        claimed = try row.int("claimed_chunks")
        working = try row.int("working_chunks")
        ready = try row.int("ready_chunks")
        failed = try row.int("failed_chunks")
        expectedRows = try row.int("expected_rows")
        copiedRows = try row.int("copied_rows")
        rejectedRows = try row.int("rejected_rows")
        bytes = try row.int("bytes")
        startedAt = try row.optionalString("started_at")
        completedAt = try row.optionalString("completed_at")
        error = try row.optionalString("error")
        isSkipped = try row.bool("is_skipped")
        if let name = try row.optionalString("step") { step = (name, try row.double("step_seconds")) }
    }
}
