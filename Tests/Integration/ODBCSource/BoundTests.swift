import Model
import ODBCSource
import RowSource
import Testing

@Suite("Bounds and buckets on real servers")
struct BoundTests {
    /// Prints each value as a bound and reads it back as a literal, which must find the value's row and split the table
    /// there.
    private func check(_ source: ODBCSource, _ declarations: [(type: String, values: [String])]) async throws {
        let tables = declarations.enumerated().flatMap { index, declaration in
            ["CREATE TABLE b\(index) (k \(declaration.type), n integer)"]
                + declaration.values.map { "INSERT INTO b\(index) VALUES (\($0), 1)" }
        }
        let connection = try await source.connect(after: tables)
        for (index, declaration) in declarations.enumerated() {
            let dialect = connection.dialect
            let table = try await connection.table(QualifiedName(schema: nil, name: "b\(index)"))
            let key = table.columns[0]
            #expect(dialect.canRange(key), "\(declaration.type)")
            let name = dialect.quoted(key.name)
            let from = dialect.quoted(table.name)
            let bounds = try await connection.rows(
                "SELECT \(dialect.boundText(name, key)) FROM \(from) WHERE k IS NOT NULL")
            #expect(bounds.count == declaration.values.count)
            for bound in bounds {
                let text = try #require(bound[0])
                let literal = dialect.literal(text, key)
                let counts = try await connection.rows(
                    """
                    SELECT (SELECT count(*) FROM \(from) WHERE \(name) = \(literal)),
                        (SELECT count(*) FROM \(from) WHERE \(name) < \(literal))
                        + (SELECT count(*) FROM \(from) WHERE \(name) >= \(literal))
                    """)
                #expect(counts == [["1", "\(declaration.values.count)"]], "\(declaration.type): \(text)")
            }
            try await checkMiddles(bounds.compactMap { $0[0] }, of: key, connection)
            guard let bucket = dialect.hashBucket(columns: table.columns, buckets: 3, table: table) else { continue }
            let buckets = try await connection.rows("SELECT count(*) FROM \(from) WHERE \(bucket) IN (0, 1, 2)")
            #expect(buckets == [["\(declaration.values.count)"]], "\(declaration.type)")
            // A bucket can be halved.
            let halved = try #require(dialect.hashBucket(columns: table.columns, buckets: 6, table: table))
            let strays = try await connection.rows(
                "SELECT count(*) FROM \(from) WHERE \(dialect.remainder("(\(halved))", 3)) <> (\(bucket))")
            #expect(strays == [["0"]], "\(declaration.type)")
        }
        await connection.close()
    }

    /// Expects that the midpoint of any two bounds, if there is one, lies between them in the source's order as well.
    private func checkMiddles(
        _ bounds: [String], of key: SourceColumn, _ connection: any SourceConnection
    ) async throws {
        var middles = 0
        for lower in bounds {
            for upper in bounds {
                guard let middle = KeyMidpoint.between(lower, upper, type: key.type) else { continue }
                middles += 1
                let (low, between, high) = (
                    connection.dialect.literal(lower, key), connection.dialect.literal(middle, key),
                    connection.dialect.literal(upper, key)
                )
                let answer = try await connection.rows(
                    "SELECT CASE WHEN \(low) < \(between) AND \(between) < \(high) THEN 1 ELSE 0 END")
                #expect(answer == [["1"]], "\(lower) \(middle) \(upper)")
            }
        }
        switch key.type {
        case .integer, .decimal, .date, .timestamp:
            #expect(middles > 0 || bounds.count < 2, "\(key.declaredType): \(bounds)")
        default: #expect(middles == 0, "\(key.declaredType)")
        }
    }

    private static let texts = ["'it''s \"q\"'", "'é€😀'", "''", "'a%_b'"]

    @Test("SQLite")
    func sqlite() async throws {
        let file = try SQLiteFile()
        try await check(
            file.source("NoCreat=0"),
            [
                ("integer", ["9007199254740993", "-9223372036854775808", "0"]), ("decimal(20,4)", ["0.1", "-12.5"]),
                ("real", ["0.1", "1e300", "0.30000000000000004"]), ("text", Self.texts + ["'a\\'"]),
                ("date", ["'2020-01-01'", "'2024-12-31'"]),
                ("timestamp", ["'2020-01-01 00:00:00.123456'", "'2020-01-01 00:00:02'"]), ("boolean", ["0", "1"]),
                ("blob", ["X'00FF'", "X''"]), ("uuid", ["'123e4567-e89b-12d3-a456-426614174000'"]),
            ])
    }

    @Test("PostgreSQL")
    func postgres() async throws {
        try await check(
            Servers.postgres(),
            [
                ("bigint", ["9007199254740993", "-9223372036854775808", "0"]), ("smallint", ["-32768", "7"]),
                ("numeric", ["0.1", "-123456789012345678901234.5"]), ("real", ["0.1", "1e30"]),
                ("float8", ["0.1", "'NaN'", "0.30000000000000004"]), ("text", Self.texts + ["'a\\'"]),
                ("char(5)", ["'ab'", "'c '"]),
                ("date", ["'0044-03-15 BC'", "'infinity'", "'2020-01-01'", "'2024-12-31'"]), ("time", ["'24:00'"]),
                ("timestamp", ["'2020-01-01 00:00:00.123456'", "'2020-01-01 00:00:02'"]),
                ("timestamptz", ["'2020-01-01 00:00:00.123456+05'", "'2020-01-01 00:00:02+05'"]),
                ("boolean", ["false", "true"]), ("bytea", ["'\\x00ff'", "''"]),
                ("uuid", ["'123e4567-e89b-12d3-a456-426614174000'"]),
            ])
    }

    @Test("MariaDB")
    func mariaDB() async throws {
        try await check(
            Servers.mariaDB("bounds"),
            [
                ("bigint", ["9007199254740993", "-9223372036854775808", "0"]),
                ("bigint unsigned", ["18446744073709551615"]), ("decimal(30,5)", ["0.1", "-1234567890123456789.5"]),
                ("double", ["0.1", "0.30000000000000004"]), ("varchar(50)", Self.texts + ["'a\\\\'"]),
                ("varchar(50) CHARACTER SET latin1", ["'é'", "'b'"]), ("date", ["'2020-01-01'", "'2024-12-31'"]),
                ("time(6)", ["'-12:00:00.000001'"]),
                ("datetime(6)", ["'2020-01-01 00:00:00.123456'", "'2020-01-01 00:00:02'"]),
                ("timestamp(6)", ["'2020-01-01 00:00:00.123456'", "'2020-01-01 00:00:02'"]),
                ("bit(1)", ["b'0'", "b'1'"]),
                ("varbinary(9)", ["x'00ff'", "''"]), ("uuid", ["'123e4567-e89b-12d3-a456-426614174000'"]),
            ])
    }
}
