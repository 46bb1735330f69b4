import Model
import ODBCSource
import RowSource
import Testing

/// Texts in UTF-16, for drivers without UTF-8.
@Suite("Texts as UTF-16")
struct WideTextTests {
    /// Without plane 16, which SQLite's driver drops from UTF-16; no script uses it.
    private static let texts = [
        "plain", "Größe äöü ß", "漢字かな交じり", "😀 a👩‍👩‍👧‍👦 𐍈", "", nil, "\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{20000}\u{E0001}",
        String(repeating: "é", count: 3000), String(repeating: "x😀", count: 40_000),
        String(repeating: "äb漢😀", count: 200_001),
    ]

    /// Reads the same table in both ways: in blocks and, after a value outgrew them, in pieces.
    private func check(_ source: ODBCSource, column: String) async throws {
        let rows = Self.texts.enumerated().map { id, text in
            "INSERT INTO t VALUES (\(id), \(text.map { "'\($0)'" } ?? "NULL"))"
        }
        await (try source.connect(after: ["CREATE TABLE t (id integer PRIMARY KEY, s \(column))"] + rows)).close()
        let expected = Self.texts.map { $0.map { ReadValue.text($0) } ?? .null }
        for way in [ODBCSource.ValueText.utf8, .utf16] {
            let connection = try await source.with(texts: way).connect()
            let short = try await read(connection, "WHERE id < 7 ORDER BY id")
            #expect(short.restarts == 0)
            #expect(short.values == Array(expected.prefix(7)), "\(way)")
            let all = try await read(connection, "ORDER BY id")
            #expect(all.restarts == 1)
            #expect(all.values == expected, "\(way)")
            // The grown buffers now hold the values that fit.
            let wider = try await read(connection, "WHERE id < 8 ORDER BY id")
            #expect(wider.values == Array(expected.prefix(8)), "\(way)")
            #expect(try await connection.rows("SELECT s FROM t ORDER BY id") == Self.texts.map { [$0] }, "\(way)")
            await connection.close()
        }
    }

    private func read(
        _ connection: any SourceConnection, _ rest: String
    ) async throws -> (values: [ReadValue], restarts: Int) {
        let column = SourceColumn(name: "s", type: .text(length: nil), declaredType: "text", isNullable: true)
        let (rows, _, restarts) = try await connection.readAll("SELECT s FROM t \(rest)", columns: [column])
        return (rows.map { $0[0] }, restarts)
    }

    @Test("SQLite")
    func sqlite() async throws {
        let file = try SQLiteFile()
        let maker = try await file.connect("CREATE TABLE empty (a)")
        await maker.close()
        try await check(file.source(), column: "text")
    }

    @Test("PostgreSQL")
    func postgres() async throws {
        try await check(Servers.postgres(), column: "text")
    }

    @Test("MariaDB")
    func mariaDB() async throws {
        try await check(Servers.mariaDB("weit"), column: "longtext")
    }
}
