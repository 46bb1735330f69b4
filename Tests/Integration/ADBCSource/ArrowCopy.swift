import ADBCSource
import CADBC
import Model
import PGCopy
import Postgres
import RowSource
import TestKit

/// Copies Arrow columns through a driver, the cursor and the encoder into a table of a real server, like a chunk.
struct ArrowCopy {
    let target: PostgresConnection

    init(function: String = #function) async throws {
        target = try await PostgresCluster.shared.database(function: function).connect()
    }

    static func source(_ entrypoint: String = "FixtureInit") throws -> ADBCSource {
        ADBCSource(driver: try ADBCFixture.shared.path, entrypoint: entrypoint, displayName: "the fixture")
    }

    /// The value of each row as the server prints it, with NULL as `∅`.
    func texts(
        _ column: ArrowColumn, as target: TargetType, batches: Int = 1, batchRows: Int = 1000
    ) async throws -> [String] {
        let stream = ArrowArrays.stream([("c", column)], batches: batches)
        let sql = try ADBCFixture.shared.statement(for: stream)
        return try await texts(of: sql, from: Self.source().connect(), as: target, batchRows: batchRows)
    }

    /// The values of a statement whose only column is copied to a column of this type.
    func texts(
        of sql: String, from connection: any SourceConnection, as type: TargetType, batchRows: Int = 1000
    ) async throws -> [String] {
        let spec = ColumnSpec(source: "c", sourceType: .other(name: ""), target: "c", targetType: type)
        var encoder = try CopyEncoder(columns: [spec])
        var bytes: [UInt8] = []
        let cursor = try await connection.open(sql, options: CursorOptions(batch: BatchLimits(rows: batchRows)))
        // As in a transfer, the next batch is fetched before this one is encoded.
        var batch = try await cursor.next()
        while let current = batch {
            batch = try await cursor.next()
            try encoder.encode(current) { bytes += $0 }
        }
        try encoder.finish { bytes += $0 }
        await cursor.close()
        await connection.close()

        try await target.executeScript(
            Statement(name: "drop", text: "DROP TABLE IF EXISTS t; CREATE TABLE t (n serial, c \(type.sql))"))
        try await target.begin()
        try await target.startCopy(Statement(name: "copy", text: "COPY t (c) FROM STDIN (FORMAT binary)"))
        try await target.sendWhole(bytes)
        _ = try await target.finishCopy()
        try await target.commit()
        return try await target.query(
            Statement(name: "texts", text: "SELECT coalesce(c::text, '∅') AS c FROM t ORDER BY n")
        )
        .map { try $0.string("c") }
    }
}

extension PostgresConnection {
    fileprivate func sendWhole(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try sendCopy($0, deadline: nil) }
    }
}
