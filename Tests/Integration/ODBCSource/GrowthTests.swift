import Model
import ODBCSource
import RowSource
import Testing

@Suite("Long texts and blobs through ODBC")
struct GrowthTests {
    /// Lengths of the values in the order of the rows.
    private static let lengths = [10, 5000, 3_000_000, 0, 100_000_000, 20, 1_000_000, 70_000]

    @Test("texts from 10 bytes to 100 MB in one SQLite column arrive complete after one restart")
    func sqlite() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT)",
            Self.inserts { "replace(hex(zeroblob(\($0 / 10))), '00', 'x123456789')" })
        try await check(connection, piece: "x123456789")
        await connection.close()
    }

    @Test("texts from 10 bytes to 100 MB in one PostgreSQL column arrive complete after one restart")
    func postgres() async throws {
        let connection = try await Servers.postgres().connect(after: [
            "CREATE TABLE t (id integer PRIMARY KEY, s text)", Self.inserts { "repeat('é€😀x', \($0 / 10))" },
        ])
        try await check(connection, piece: "é€😀x")
        await connection.close()
    }

    @Test("texts from 10 bytes to 100 MB in one MariaDB column arrive complete after one restart")
    func mariaDB() async throws {
        let connection = try await Servers.mariaDB("growth").connect()
        _ = try await connection.rows("CREATE TABLE t (id integer PRIMARY KEY, s longtext)")
        _ = try await connection.rows(Self.inserts { "repeat('é€😀x', \($0 / 10))" })
        try await check(connection, piece: "é€😀x")
        await connection.close()
    }

    private static func inserts(_ text: (Int) -> String) -> String {
        let values = lengths.enumerated().map { "(\($0.offset), \(text($0.element)))" }
        return "INSERT INTO t VALUES \(values.joined(separator: ", "))"
    }

    private func check(_ connection: any SourceConnection, piece: String) async throws {
        for attempt in 0..<2 {
            let (rows, _, restarts) = try await connection.readTable("t")
            // The connection remembers the lengths.
            #expect(restarts == (attempt == 0 ? 1 : 0))
            #expect(rows.count == Self.lengths.count)
            for (row, length) in zip(rows, Self.lengths) {
                guard case .text(let text) = row[1] else {
                    Issue.record("a text of \(length) bytes came as \(row[1])")
                    continue
                }
                #expect(text.utf8.count == length)
                #expect(text == String(repeating: piece, count: length / 10), "a text of \(length) bytes differs")
            }
        }
    }

    @Test("a blob of 500 MB arrives complete from SQLite")
    func blob() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            "CREATE TABLE t (b BLOB)", "INSERT INTO t VALUES (zeroblob(500000000)), (X'0102')")
        let options = CursorOptions(
            columns: [ColumnSpec(source: "b", sourceType: .binary, target: "b", targetType: .bytea)],
            batch: BatchLimits(rows: 100))
        let sql = "SELECT CASE WHEN b < X'' THEN quote(b) ELSE b END FROM t"
        let first = try await connection.open(sql, options: options)
        await #expect { try await first.next() } throws: { ($0 as? SourceError)?.kind == .outgrown }
        let cursor = try await connection.open(sql, options: options)
        var lengths: [Int] = []
        while let batch = try await cursor.next() {
            guard case .binary(let slots) = batch.columns[0].values else { continue }
            for row in 0..<batch.rowCount {
                lengths.append(slots.lengths[row])
                #expect((slots.base + row * slots.stride).load(as: UInt8.self) == (slots.lengths[row] == 2 ? 1 : 0))
            }
        }
        #expect(lengths == [500_000_000, 2])
        await connection.close()
    }

    @Test("a column a little wider than declared is read in blocks again after its restart")
    func backToBlocks() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(4))",
            """
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            SELECT i, substr(hex(zeroblob(100)), 1, i % 150) FROM n
            """)
        let expected = (1...3000).map { i in [ReadValue.text("\(i)"), .text(String(repeating: "0", count: i % 150))] }
        let first = try await connection.readTable("t")
        #expect(first.restarts == 1)
        #expect(first.rows == expected)
        let second = try await connection.readTable("t")
        #expect(second.restarts == 0)
        #expect(second.batches == 3)
        #expect(second.rows == expected)
        await connection.close()
    }
}
