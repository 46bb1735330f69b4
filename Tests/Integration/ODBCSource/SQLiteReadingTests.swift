import Glibc
import Model
import RowSource
import Testing

@testable import ODBCSource

@Suite("Reading SQLite through ODBC")
struct SQLiteReadingTests {
    @Test("every type comes exactly, with NULLs, edges and empty strings")
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
                .text("1.00000000000000005551e-01"), .text("ab"), .text("é€😀"), .bytes([0, 255, 65]),
                .text("2020-02-29"), .text("2020-01-02 03:04:05.123456"), .text("1"), .text("x"),
            ])
        #expect(
            rows[1] == [
                .text("-9223372036854775808"), .text("0"), .text("-0.01"), .text("12345678901234567"),
                .text("2.5e+15"), .text(""), .text(""), .bytes([]), .text("0001-01-01"),
                .text("9999-12-31 23:59:59"), .text("0"), .text("1.5"),
            ])
        #expect(rows[2] == Array(repeating: .null, count: 12))
        await connection.close()
    }

    @Test("a value of another class than its column declares arrives so that no encoder takes it for one")
    func classes() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            "CREATE TABLE t (i INTEGER, r REAL, d DECIMAL(10,2), s TEXT, bl BLOB, da DATE)",
            "INSERT INTO t VALUES ('abc', 'abc', 'abc', X'4142', 'X''41''', X'4142')")
        await #expect(throws: SourceError.self) { try await connection.readTable("t") }
        let rows = try await connection.readAll(
            """
            SELECT \(expression("i", .integer(bits: 64, signed: true))), \(expression("r", .float64)),
            \(expression("d", .decimal(precision: 10, scale: 2))), \(expression("s", .text(length: nil))),
            \(expression("da", .date)) FROM t
            """
        ).rows
        #expect(rows == [[.text("'abc'"), .text("'abc'"), .text("'abc'"), .notText, .notText]])
        await connection.close()
    }

    @Test("the library counts no memory, for which the slots of a process would wait for each other")
    func locks() async throws {
        let connection = try await SQLiteFile().connect("CREATE TABLE t (i INTEGER)")
        #expect(SQLiteLibrary.isUnguarded)
        let library = try #require(dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_NOLOAD))
        let function = try #require(dlsym(library, "sqlite3_memory_used"))
        let memoryUsed = unsafeBitCast(function, to: (@convention(c) () -> Int64).self)
        #expect(memoryUsed() == 0)
        await connection.close()
    }

    @Test("a text with a NUL is never cut to what stands before it")
    func nul() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect(
            "CREATE TABLE t (s TEXT, i INTEGER, d DECIMAL(9,2))",
            """
            INSERT INTO t VALUES ('a' || char(0) || 'b', '12' || char(0), '1.50' || char(0))
            """)
        #expect(try await connection.readTable("t").rows == [[.notText, .text("'12'"), .text("'1.50'")]])
        await connection.close()
    }

    @Test("a query's columns have the names that its table gives them, and their types")
    func queryColumns() async throws {
        let file = try SQLiteFile()
        let connection = try await file.connect("CREATE TABLE t (id INTEGER, \"a.b\" DECIMAL(9,2), \"quo\"\"te\" DATE)")
        let columns = try await connection.columns(ofQuery: "SELECT *, 1 AS one FROM t")
        #expect(columns.map(\.name) == ["id", "a.b", "quo\"te", "one"])
        #expect(
            columns.map(\.type).prefix(3) == [
                .integer(bits: 64, signed: true), .decimal(precision: nil, scale: 0), .date,
            ])
        await connection.close()
    }

    private func expression(_ name: String, _ type: SourceType) -> String {
        SQLiteDialect().readExpression(
            SourceColumn(name: name, type: type, declaredType: "", isNullable: true))
    }
}
