import RowSource

/// The decoded batches of a statement's rows; keeps their memory alive.
// SAFETY: the reader is used only on the connection's thread.
final class PostgresBatchCursor: BatchCursor, @unchecked Sendable {
    private let connection: PostgresSourceConnection
    private let reader: CopyRowReader

    init(connection: PostgresSourceConnection, reader: CopyRowReader) {
        self.connection = connection
        self.reader = reader
    }

    func next() async throws(SourceError) -> ColumnBatch? {
        try await connection.batch(of: reader)
    }

    func close() async {
        await connection.end(reader)
    }
}
