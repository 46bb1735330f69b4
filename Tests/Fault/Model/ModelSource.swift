import Model
import RowSource

/// A source whose one cursor gives a chunk's rows and then waits at a gate for its end.
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

    func tables(matching pattern: String) async throws(SourceError) -> [QualifiedName] { [] }

    func table(_ name: QualifiedName) async throws(SourceError) -> SourceTable {
        throw SourceError(.notFound, operation: "table", message: "there are chunks only")
    }

    func columns(ofQuery sql: String) async throws(SourceError) -> [SourceColumn] { [] }
    func rows(_ sql: String) async throws(SourceError) -> [[String?]] { [] }

    func open(_ sql: String, options: CursorOptions) async throws(SourceError) -> any BatchCursor {
        ModelCursor(chunk: chunk, rows: ReferenceModel.rows(of: chunk), writer: writer, gate: gate)
    }

    func cancel() {}
    func close() async {}
}
