package import Model
import Postgres
import Statements

/// A chunk as `chunks` shows it.
package struct ChunkStatus: Sendable {
    package var source: QualifiedName
    package var target: QualifiedName
    package var number: Int
    package var range: String
    package var state: ChunkPhase
    package var attempts: Int
    package var worker: String?
    package var rows: Int?
    /// Rows that the plan counted; `nil` for a half of a chunk that was split.
    package var expectedRows: Int?
    package var bytes: Int?
    package var startedAt: String?
    package var completedAt: String?
    package var error: String?

    package init(
        source: QualifiedName, target: QualifiedName, number: Int, range: String, state: ChunkPhase, attempts: Int,
        worker: String?, rows: Int?, expectedRows: Int?, bytes: Int?, startedAt: String?, completedAt: String?,
        error: String?
    ) {
        self.source = source
        self.target = target
        self.number = number
        self.range = range
        self.state = state
        self.attempts = attempts
        self.worker = worker
        self.rows = rows
        self.expectedRows = expectedRows
        self.bytes = bytes
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.error = error
    }

    init(_ row: PostgresRow) throws(PostgresError) {
        source = QualifiedName(schema: try row.optionalString("source_schema"), name: try row.string("source_table"))
        target = try row.targetTable()
        number = try row.int("chunk_id")
        range = try row.string("chunk_range")
        state = try row.value("status")
        attempts = try row.int("attempts")
        worker = try row.optionalString("worker")
        rows = try row.optionalInt("rows")
        expectedRows = try row.optionalInt("expected_rows")
        bytes = try row.optionalInt("bytes")
        startedAt = try row.optionalString("started_at")
        completedAt = try row.optionalString("completed_at")
        error = try row.optionalString("error")
    }
}
