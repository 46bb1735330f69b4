import Model
package import WorkQueue

/// A chunk as JSON.
package struct ChunkDocument: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case source, target, chunk, range, state, attempts, worker, rows, bytes, error
        case expectedRows = "expected_rows"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }

    private let source: String
    private let target: String
    private let chunk: Int
    private let range: String
    private let state: String
    private let attempts: Int
    private let worker: Nullable<String>
    private let rows: Nullable<Int>
    private let expectedRows: Nullable<Int>
    private let bytes: Nullable<Int>
    private let startedAt: Nullable<String>
    private let completedAt: Nullable<String>
    private let error: Nullable<String>

    package init(_ status: ChunkStatus) {
        source = status.source.description
        target = status.target.description
        chunk = status.number
        range = status.range
        state = status.state.rawValue
        attempts = status.attempts
        worker = Nullable(status.worker)
        rows = Nullable(status.rows)
        expectedRows = Nullable(status.expectedRows)
        bytes = Nullable(status.bytes)
        startedAt = Nullable(status.startedAt)
        completedAt = Nullable(status.completedAt)
        error = Nullable(status.error)
    }
}
