import Model
import RowSource

/// A source with a single cursor, which returns a chunk's rows and then waits at a gate before its end.
final class ModelSource: SourceConnection {
    private let chunk: Int
    private let writer: Int
    let gate = ModelGate()

    init(chunk: Int, writer: Int) {
        self.chunk = chunk
        self.writer = writer
    }

    var dialect: any SQLDialect { PostgreSQLDialect() }
    var serverDescription: String { "rows of a test" }
    var place: String? { nil }

    func tables(matching pattern: String) async throws(SourceError) -> [QualifiedName] { [] }

    func table(_ name: QualifiedName) async throws(SourceError) -> SourceTable {
        throw SourceError(.notFound, operation: "table", message: "there are chunks only")
    }

    func columns(ofQuery sql: String) async throws(SourceError) -> [SourceColumn] { [] }
    func rows(_ sql: String) async throws(SourceError) -> [[String?]] { [] }

    func descents() async throws(SourceError) -> [TableDescent] { [] }
    func openCopy(_ sql: String, options: CursorOptions) async throws(SourceError) -> (any CopyCursor)? { nil }
    func columns(ofTable name: QualifiedName) async throws(SourceError) -> [SourceColumn] { [] }
    func internalTables() async throws(SourceError) -> [QualifiedName] { [] }
    func save() async throws(SourceError) {}
    func restore() async throws(SourceError) {}
    func label(_ label: StatementLabel) async throws(SourceError) {}
    func lapse(of table: QualifiedName, at snapshot: Snapshot) async throws(SourceError) -> String? { nil }

    /// Its rows never change.
    func read(at snapshot: Snapshot) async throws(SourceError) {}

    func open(_ sql: String, options: CursorOptions) async throws(SourceError) -> any BatchCursor {
        // The bounds are the only quoted parts of the query: `'10'::bigint`.
        let bounds = sql.split(separator: "'").compactMap { Int($0) }
        guard bounds.count == 2, bounds[0] < bounds[1] else {
            throw SourceError(.statement, operation: "open", message: "no range of keys: \(sql)")
        }
        return ModelCursor(chunk: chunk, keys: bounds[0]..<bounds[1], writer: writer, gate: gate)
    }

    func cancel() {}
    func close() async {}
}
