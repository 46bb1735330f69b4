import RowSource

/// The batches of a statement; keeps their memory alive.
final class ODBCCursor: BatchCursor {
    private let connection: ODBCConnection
    private let reader: any RowReader

    init(connection: ODBCConnection, reader: any RowReader) {
        self.connection = connection
        self.reader = reader
    }

    func next() async throws(SourceError) -> ColumnBatch? {
        try await connection.nextBatch(of: reader)
    }

    func close() async {
        await connection.end(reader)
    }
}
