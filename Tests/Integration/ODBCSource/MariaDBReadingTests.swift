import Model
import ODBCSource
import RowSource
import Testing

@Suite("Reading MariaDB through ODBC")
struct MariaDBReadingTests {
    @Test("every type is read exactly, including NULLs and edge cases that drivers lose")
    func types() async throws {
        let connection = try await Servers.mariaDB("types").connect()
        _ = try await connection.rows(
            """
            CREATE TABLE t (ti tinyint(1), ub bigint unsigned, ui int unsigned, bi bit(1), b40 bit(40), y year,
                e enum('a','b'), dt datetime(6), ts timestamp(6) NULL, tm time(6), f float, d double, de decimal(30,10),
                vb varbinary(20), lt longtext, u uuid, da date, v varchar(20))
            """)
        _ = try await connection.rows(
            """
            INSERT INTO t VALUES (-5, 18446744073709551615, 4294967295, b'1', b'1010101010', 2024, 'a',
                '2020-01-02 03:04:05.123456', '2020-01-02 03:04:05.123456', '-838:59:58.000001', 1234567.75, 0.1,
                12345678901234567890.0123456789, x'00ff41', concat('a', char(0), 'b'),
                '123e4567-e89b-12d3-a456-426614174000', '9999-12-31', 'é€😀')
            """)
        _ = try await connection.rows("INSERT INTO t (lt, vb, v) VALUES ('', '', '')")
        let rows = try await connection.readTable("t").rows
        #expect(
            rows[0] == [
                .integer(-5), .text("18446744073709551615"), .integer(4_294_967_295), .text("1"), .text("682"),
                .integer(2024), .text("a"), .text("2020-01-02 03:04:05.123456"), .text("2020-01-02 03:04:05.123456"),
                .text("-838:59:58.000001"), .double(1234567.75), .double(0.1),
                .text("12345678901234567890.0123456789"), .bytes([0, 255, 65]), .text("a\0b"),
                .text("123e4567-e89b-12d3-a456-426614174000"), .text("9999-12-31"), .text("é€😀"),
            ])
        #expect(rows[1][13] == .bytes([]))
        #expect(rows[1][14] == .text(""))
        #expect(rows[1][17] == .text(""))
        #expect(rows[1].count { $0 == .null } == 15)
        await connection.close()
    }

    @Test("zero dates are read as they are, not as NULL, so that they can be refused")
    func zeroDates() async throws {
        let connection = try await Servers.mariaDB("zero").connect()
        _ = try await connection.rows("SET sql_mode = ''")
        _ = try await connection.rows("CREATE TABLE t (d date, dt datetime)")
        _ = try await connection.rows("INSERT INTO t VALUES ('0000-00-00', '0000-00-00 00:00:00')")
        #expect(
            try await connection.readTable("t").rows == [[.text("0000-00-00"), .text("0000-00-00 00:00:00")]])
        await connection.close()
    }

    @Test("tables, keys and odd names are found")
    func catalogue() async throws {
        let connection = try await Servers.mariaDB("katalog").connect()
        _ = try await connection.rows(
            "CREATE TABLE `a ``b_é` (`select` int unsigned, `x y` varchar(5), PRIMARY KEY (`x y`, `select`))")
        _ = try await connection.rows("CREATE VIEW axb_é AS SELECT 1 AS one")
        let table = try await connection.table(QualifiedName(schema: nil, name: "a `b_é"))
        #expect(table.name == QualifiedName(schema: "katalog", name: "a `b_é"))
        #expect(table.columns.map(\.type) == [.integer(bits: 32, signed: false), .text(length: 5)])
        #expect(table.primaryKey == ["x y", "select"])
        #expect(
            try await connection.tables(matching: "katalog.*").map(\.name) == ["a `b_é", "axb_é"])
        let columns = try await connection.columns(ofQuery: "SELECT `select` AS s, 1.50 AS d FROM `a ``b_é`")
        #expect(columns.map(\.name) == ["s", "d"])
        #expect(columns.map(\.type) == [.integer(bits: 32, signed: false), .decimal(precision: 3, scale: 2)])
        await connection.close()
    }
}
