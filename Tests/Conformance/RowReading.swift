import Model
import PGCopy
import Planning
import Postgres
import RowSource
import TestKit

/// Reads a statement's rows like a chunk: as COPY bytes if the source offers them, otherwise batch by batch.
struct RowReading {
    enum Piece {
        case bytes(CopyPiece)
        case batch(ColumnBatch)
    }

    private enum Cursor {
        case copy(any CopyCursor)
        case batches(any BatchCursor)
    }

    let columns: [ColumnSpec]
    private let cursor: Cursor

    /// The column of a statement whose only column is a text.
    static let text = [
        ColumnSpec(source: "c", sourceType: .text(length: nil), target: "c", targetType: .text)
    ]

    init(
        _ sql: String, columns: [ColumnSpec] = text, over connection: any SourceConnection, batchRows: Int = 100,
        batchBytes: Int = 1 << 20
    ) async throws(SourceError) {
        self.columns = columns
        let options = CursorOptions(columns: columns, batch: BatchLimits(rows: batchRows, bytes: batchBytes))
        if let copy = try await connection.openCopy(sql, options: options) {
            cursor = .copy(copy)
        } else {
            cursor = .batches(try await connection.open(sql, options: options))
        }
    }

    /// Whether the source returns the rows as COPY bytes.
    var isCopy: Bool {
        if case .copy = cursor { true } else { false }
    }

    func next() async throws(SourceError) -> Piece? {
        switch cursor {
        case .copy(let cursor): try await cursor.next().map { .bytes($0) }
        case .batches(let cursor): try await cursor.next().map { .batch($0) }
        }
    }

    func close() async {
        switch cursor {
        case .copy(let cursor): await cursor.close()
        case .batches(let cursor): await cursor.close()
        }
    }

    /// Copies all rows into PostgreSQL, and returns them as PostgreSQL prints them, in order.
    func landed() async throws -> [[String?]] {
        var encoder = try CopyEncoder(columns: columns)
        var bytes: [UInt8] = []
        // As in a transfer, the next piece is fetched before this one is used.
        var piece = try await next()
        while let current = piece {
            piece = try await next()
            switch current {
            case .bytes(let piece): bytes += piece.bytes
            case .batch(let batch): try encoder.encode(batch) { bytes += $0 }
            }
        }
        if !isCopy { try encoder.finish { bytes += $0 } }
        await close()
        return try await Self.copied(bytes, columns)
    }

    private static func copied(_ bytes: [UInt8], _ columns: [ColumnSpec]) async throws -> [[String?]] {
        let target = try await PostgresCluster.shared.database().connect()
        let names = columns.indices.map { "c\($0)" }
        let list = zip(names, columns).map { "\($0) \($1.targetType.sql)" }.joined(separator: ", ")
        try await target.executeScript(Statement(name: "create", text: "CREATE TABLE t (n serial, \(list))"))
        try await target.begin()
        try await target.startCopy(
            Statement(name: "copy", text: "COPY t (\(names.joined(separator: ", "))) FROM STDIN (FORMAT binary)"))
        try await target.sendWhole(bytes)
        _ = try await target.finishCopy()
        try await target.commit()
        let texts = names.map { "\($0)::text" }.joined(separator: ", ")
        let rows = try await target.texts(Statement(name: "texts", text: "SELECT \(texts) FROM t ORDER BY n"))
        await target.close()
        return rows
    }
}

extension RowReading {
    /// Reads a table's rows in the order of a column, with the column types that planning chooses.
    init(
        _ table: SourceTable, by key: String, over connection: any SourceConnection
    ) async throws(SourceError) {
        let dialect = connection.dialect
        let columns = table.columns.map { ($0, TypeMapping.target(for: $0).type) }
        let items = columns.map { dialect.reading($0, for: $1) }
        let specs = zip(columns, items).map { column, item in
            ColumnSpec(
                source: column.0.name, sourceType: column.0.type, target: column.0.name, targetType: column.1,
                form: item.form)
        }
        let list = items.map(\.expression).joined(separator: ", ")
        try await self.init(
            "SELECT \(list) FROM \(dialect.from(table)) ORDER BY \(dialect.quoted(key))", columns: specs,
            over: connection)
    }
}

extension PostgresConnection {
    fileprivate func sendWhole(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try sendCopy($0, deadline: nil) }
    }
}

/// The kind of the error that a call throws; `nil` if it succeeds.
func kindOfError(_ body: () async throws -> Void) async -> SourceError.Kind? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? SourceError)?.kind ?? .other
    }
}
