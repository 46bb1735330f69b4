import RowSource

/// The pieces of a statement's rows; keeps their memory alive.
// SAFETY: the reader is used only on the connection's thread.
final class PostgresCopyCursor: CopyCursor, @unchecked Sendable {
    private let connection: PostgresSourceConnection
    private let reader: CopyPieceReader

    init(connection: PostgresSourceConnection, reader: CopyPieceReader) {
        self.connection = connection
        self.reader = reader
    }

    func next() async throws(SourceError) -> CopyPiece? {
        try await connection.piece(of: reader)
    }

    func close() async {
        await connection.end(reader)
    }
}
