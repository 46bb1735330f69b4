package import Model
import Postgres
import Statements

/// Rows that a run has loaded directly into a table and not published.
package struct LeftRows: Sendable {
    package var target: QualifiedName
    package var rows: Int
    /// The numbers of their chunks, in order.
    package var chunks: [Int]

    package init(target: QualifiedName, rows: Int, chunks: [Int]) {
        self.target = target
        self.rows = rows
        self.chunks = chunks
    }

    /// The rows that a run has left; the target must have the schema of this version.
    static func of(_ run: RandomID, on target: PostgresConnection) async throws -> [LeftRows] {
        try await target.query(SQL.leftRows, [.text(run.text)]).map { row in
            LeftRows(
                target: try row.targetTable(),
                rows: try row.int("rows"), chunks: numbers(try row.string("chunks")))
        }
    }

    static func numbers(_ text: String) -> [Int] { text.split(separator: ",").compactMap { Int($0) } }
}
