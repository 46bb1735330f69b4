import Glibc
import Model
import RowSource
import Testing

@testable import ODBCSource

@Suite("Reading SQLite through ODBC")
struct SQLiteReadingTests {
    @Test("every type is read exactly, including NULLs, edge cases and empty strings")
    func types() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            """
            CREATE TABLE t (i INTEGER, b BIGINT, d DECIMAL(15,2), n NUMERIC, r REAL, s VARCHAR(10), x TEXT, bl BLOB,
                da DATE, ts TIMESTAMP, bo BOOLEAN, untyped)
            """,
            """
            INSERT INTO t VALUES (1, 9223372036854775807, 21168.23, 0.1, 0.1, 'ab', 'é€😀', X'00FF41', '2020-02-29',
                '2020-01-02 03:04:05.123456', 1, 'x'),
            (-9223372036854775808, 0, -0.01, 12345678901234567, 2.5e15, '', '', X'', '0001-01-01', '9999-12-31 23:59:59',
                0, 1.5),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """)
        let rows = try await connection.readTable("t").rows
        #expect(
            rows[0] == [
                .text("1"), .text("9223372036854775807"), .text("21168.23"), .text("0.1"),
                .text("0.100000000000000006"), .text("ab"), .text("é€😀"), .bytes([0, 255, 65]),
                .text("2020-02-29"), .text("2020-01-02 03:04:05.123456"), .text("1"), .text("x"),
            ])
        #expect(
            rows[1] == [
                .text("-9223372036854775808"), .text("0"), .text("-0.01"), .text("12345678901234567"),
                .text("2500000000000000.0"), .text(""), .text(""), .bytes([]), .text("0001-01-01"),
                .text("9999-12-31 23:59:59"), .text("0"), .text("1.5"),
            ])
        #expect(rows[2] == Array(repeating: .null, count: 12))
        await connection.close()
    }

    @Test(
        "a value of another class than its column declares is refused, or read so that no encoder mistakes it")
    func classes() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            "CREATE TABLE numbers (i INTEGER, r REAL, d DECIMAL(10,2), da DATE)",
            "INSERT INTO numbers VALUES ('abc', 'abc', 'abc', X'4142')",
            "CREATE TABLE t (s TEXT)", "INSERT INTO t VALUES (X'4142')",
            "CREATE TABLE b (bl BLOB)", "INSERT INTO b VALUES (X'4142'), ('X''41'''), (5)")
        #expect(
            try await connection.readTable("numbers").rows == [
                [.text("'abc'"), .text("'abc'"), .text("'abc'"), .text("X'4142'")]
            ])
        for (table, message) in [("t", "column 's', row 1: holds a blob"), ("b", "column 'bl', row 3: holds a number")]
        {
            let error = await #expect(throws: SourceError.self) { try await connection.readTable(table) }
            #expect(error?.kind == .value && error?.message.contains(message) == true, "\(String(describing: error))")
        }
        await connection.close()
        let others = try await file.connect("DELETE FROM b WHERE bl = 5")
        #expect(try await others.readTable("b").rows == [[.bytes([0x41, 0x42])], [.bytes(Array("X'41'".utf8))]])
        await others.close()
    }

    @Test("the library doesn't count memory, since the slots of a process would wait for each other")
    func locks() async throws {
        let connection = try await SQLiteFile().connect("CREATE TABLE t (i INTEGER)")
        #expect(SQLiteLibrary.isUnguarded)
        let library = try #require(dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_NOLOAD))
        let function = try #require(dlsym(library, "sqlite3_memory_used"))
        let memoryUsed = unsafeBitCast(function, to: (@convention(c) () -> Int64).self)
        #expect(memoryUsed() == 0)
        await connection.close()
    }

    @Test("a text with a NUL is never cut at the NUL")
    func nul() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            "CREATE TABLE t (s TEXT, i INTEGER, d DECIMAL(9,2))",
            """
            INSERT INTO t VALUES ('a' || char(0) || 'b', '12' || char(0), '1.50' || char(0))
            """)
        let error = await #expect(throws: SourceError.self) { try await connection.readTable("t") }
        #expect(error?.message.contains("column 's', row 1: holds a text with a NUL") == true)
        await connection.close()
        let others = try await file.connect("UPDATE t SET s = NULL")
        #expect(try await others.readTable("t").rows == [[.null, .text("'12'"), .text("'1.50'")]])
        await others.close()
    }

    @Test("a query's columns have the names and types of its table")
    func queryColumns() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect("CREATE TABLE t (id INTEGER, \"a.b\" DECIMAL(9,2), \"quo\"\"te\" DATE)")
        let columns = try await connection.columns(ofQuery: "SELECT *, 1 AS one FROM t")
        #expect(columns.map(\.name) == ["id", "a.b", "quo\"te", "one"])
        #expect(
            columns.map(\.type).prefix(3) == [
                .integer(bits: 64, signed: true), .decimal(precision: 9, scale: 2), .date,
            ])
        await connection.close()
    }
}
