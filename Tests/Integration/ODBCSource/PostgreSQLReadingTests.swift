import Model
import ODBCSource
import RowSource
import Testing

@Suite("Reading PostgreSQL through ODBC")
struct PostgreSQLReadingTests {
    @Test("every type is read exactly, including NULLs and edge cases that drivers lose")
    func types() async throws {
        let connection = try await Servers.postgres().connect(after: [
            """
            CREATE TABLE t (b boolean, s2 smallint, i8 bigint, f4 real, f8 float8, n numeric, n2 numeric(12,3),
                t text, c char(4), by bytea, d date, ti time, ts timestamp, tz timestamptz, u uuid, j jsonb,
                iv interval, a int[], m money)
            """,
            """
            INSERT INTO t VALUES (true, -32768, 9223372036854775807, 0.1, 'NaN', 12345678901234567890.12345678901, 1.5,
                'é€😀', 'x', '\\x00ff41', 'infinity', '24:00:00', '0044-03-15 10:00:00 BC', '294276-12-31 23:59:59.999999+00',
                '123e4567-e89b-12d3-a456-426614174000', '{"a":1}', '1 year 2 days', '{1,2}', 12),
            (false, 32767, -9223372036854775808, 3.4e38, '-Infinity', 'NaN', -0.001, '', '', '', '0001-01-01 BC',
                '12:34:56.123456', '2020-01-02 03:04:05.123456', '2020-01-02 03:04:05.123456+02', NULL, '[]', '00:00', '{}', 0)
            """, "INSERT INTO t (b) VALUES (NULL)",
        ])
        let rows = try await connection.readTable("t").rows
        #expect(rows[0].prefix(4) == [.bool(true), .integer(-32768), .integer(.max), .text("0.1")])
        guard case .double(let nan) = rows[0][4] else { throw WrongClass() }
        #expect(nan.isNaN)
        #expect(
            rows[0][5...] == [
                .text("12345678901234567890.12345678901"), .text("1.500"), .text("é€😀"), .text("x   "),
                .bytes([0, 255, 65]), .text("infinity"), .text("24:00:00"), .text("0044-03-15 10:00:00 BC"),
                .text("294276-12-31 23:59:59.999999+00"), .text("123e4567-e89b-12d3-a456-426614174000"),
                .text("{\"a\": 1}"), .text("1 year 2 days"), .text("{1,2}"), .text("$12.00"),
            ])
        #expect(
            rows[1][4...] == [
                .double(-.infinity), .text("NaN"), .text("-0.001"), .text(""), .text("    "), .bytes([]),
                .text("0001-01-01 BC"), .text("12:34:56.123456"), .text("2020-01-02 03:04:05.123456"),
                .text("2020-01-02 01:04:05.123456+00"), .null, .text("[]"), .text("00:00:00"), .text("{}"),
                .text("$0.00"),
            ])
        #expect(rows[2] == Array(repeating: .null, count: 19))
        await connection.close()
    }

    private struct WrongClass: Error {}

    @Test("types of tables and queries are the server's, not the driver's inventions")
    func catalogue() async throws {
        let connection = try await Servers.postgres().connect(after: [
            "CREATE SCHEMA \"Größe\"",
            """
            CREATE TABLE "Größe"."a ""b" (n numeric, n2 numeric(28,6), tz timestamptz, j json, "select" int[],
                v varchar(20), u uuid, PRIMARY KEY (u, v))
            """,
        ])
        let table = try await connection.table(QualifiedName(schema: "Größe", name: "a \"b"))
        #expect(
            table.columns.map(\.type) == [
                .decimal(precision: nil, scale: 0), .decimal(precision: 28, scale: 6), .timestamp(zoned: true), .json,
                .other(name: "integer[]"), .text(length: 20), .uuid,
            ])
        #expect(table.primaryKey == ["u", "v"])
        #expect(try await connection.tables(matching: "Grö*") == [table.name])
        let columns = try await connection.columns(ofQuery: "SELECT * FROM \"Größe\".\"a \"\"b\" -- all")
        #expect(
            columns.map(\.type) == [
                .decimal(precision: nil, scale: 0), .decimal(precision: nil, scale: 0), .timestamp(zoned: true), .json,
                .other(name: "integer[]"), .text(length: nil), .uuid,
            ])
        await #expect { try await connection.table(QualifiedName(schema: nil, name: "nothing")) } throws: {
            ($0 as? SourceError)?.kind == .notFound
        }
        await connection.close()
    }
}
