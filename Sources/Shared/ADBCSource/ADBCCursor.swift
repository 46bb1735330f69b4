import RowSource

/// The batches of a statement; keeps their memory alive.
final class ADBCCursor: BatchCursor {
    private let connection: ADBCConnection
    private let reader: ArrowReader

    init(connection: ADBCConnection, reader: ArrowReader) {
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
