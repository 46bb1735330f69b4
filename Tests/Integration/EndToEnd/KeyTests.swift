import TestKit
import Testing

@Suite("Chunks by keys of every kind, from end to end")
struct KeyTests {
    /// A table with a key of some type.
    struct Keyed: Sendable {
        var name: String
        var type: String
        /// An expression of `i`, which runs from 1 to 900.
        var key: String
        var source = "?"
        var target = "?::text"
        /// Whether ranges of the key are the chunks.
        var hasRanges = true
    }

    @Test("SQLite")
    func sqlite() async throws {
        let binary = "upper(encode(?, 'hex'))"
        try await verify(
            [
                Keyed(name: "k_int", type: "INTEGER", key: "i * 7 - 3000"),
                Keyed(name: "k_dense", type: "INTEGER", key: "i - 450"),
                Keyed(name: "k_big", type: "BIGINT", key: "(i - 450) * 20496382304121723 + 4"),
                Keyed(name: "k_uuid", type: "UUID", key: "printf('%08x-aaaa-4000-8000-%012x', i * 7919 % 1009, i)"),
                Keyed(
                    name: "k_text", type: "VARCHAR(40)", key: Self.oddText(concatenated: "||"), source: "hex(?)",
                    target: "upper(encode(convert_to(?, 'UTF8'), 'hex'))"),
                Keyed(name: "k_date", type: "DATE", key: "date('1999-12-01', '+' || i || ' days')"),
                Keyed(
                    name: "k_stamp", type: "TIMESTAMP",
                    key: "datetime('1999-12-01', '+' || i || ' hours') || '.12345' || (i % 10)",
                    target: "to_char(?, 'YYYY-MM-DD HH24:MI:SS.US')"),
                Keyed(
                    name: "k_decimal", type: "DECIMAL(12,3)", key: "(i - 450) / 8.0", source: "printf('%.3f', ?)"),
                Keyed(
                    name: "k_real", type: "REAL", key: "(i - 450) / 7.0", source: "hex(ieee754_to_blob(?))",
                    target: "upper(encode(float8send(?), 'hex'))"),
                Keyed(name: "k_blob", type: "BLOB", key: "CAST('b' || i AS BLOB)", source: "hex(?)", target: binary),
            ], in: .sqlite(in: TestFolder()),
            numbers: "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i FROM n) n"
        )
    }

    @Test("PostgreSQL")
    func postgreSQL() async throws {
        let keys = [
            Keyed(name: "k_int", type: "integer", key: "i * 7 - 3000"),
            Keyed(name: "k_dense", type: "integer", key: "i - 450"),
            Keyed(name: "k_big", type: "bigint", key: "(i - 450) * 20496382304121723 + 4"),
            Keyed(name: "k_uuid", type: "uuid", key: "md5(i::text)::uuid"),
            Keyed(name: "k_text", type: "varchar(40)", key: Self.oddText(concatenated: "||")),
            Keyed(name: "k_german", type: "text COLLATE \"en-x-icu\"", key: Self.oddText(concatenated: "||")),
            Keyed(
                name: "k_date", type: "date",
                key: "CASE i WHEN 1 THEN 'infinity' WHEN 2 THEN '0044-03-15 BC' ELSE date '1999-12-01' + i::int END"),
            Keyed(name: "k_stamp", type: "timestamptz", key: "timestamptz '1999-12-01' + i * interval '1.000001 h'"),
            Keyed(name: "k_time", type: "time", key: "time '00:00' + i * interval '1.000001 s'"),
            Keyed(name: "k_decimal", type: "numeric", key: "CASE i WHEN 9 THEN 'NaN' ELSE (i - 450) / 7.0 END"),
            Keyed(name: "k_real", type: "float8", key: "CASE i WHEN 9 THEN 'NaN' ELSE (i - 450) / 7.0 END"),
            Keyed(name: "k_bytes", type: "bytea", key: "decode(md5(i::text), 'hex')"),
            Keyed(name: "k_interval", type: "interval", key: "i * interval '1 h'", hasRanges: false),
        ].filter { $0.name != "k_german" || ServerFeature.collations.obstacle == nil }.map { key in
            var key = key
            key.source = "?::text"
            return key
        }
        try await verify(keys, in: .postgres(), numbers: "generate_series(1::bigint, 900) AS n(i)")
    }

    @Test("MariaDB")
    func mariaDB() async throws {
        let text = "upper(encode(convert_to(?, 'UTF8'), 'hex'))"
        try await verify(
            [
                Keyed(name: "k_int", type: "INT", key: "i * 7 - 3000"),
                Keyed(name: "k_dense", type: "INT", key: "i - 450"),
                Keyed(name: "k_big", type: "BIGINT UNSIGNED", key: "CAST(i AS UNSIGNED) * 20496382304121723 + 4"),
                Keyed(
                    name: "k_uuid", type: "UUID",
                    key: "CONCAT(LPAD(HEX(i * 7919 % 1009), 8, '0'), '-aaaa-4000-8000-', LPAD(HEX(i), 12, '0'))"),
                Keyed(
                    name: "k_text", type: "VARCHAR(40)",
                    key: "CONCAT(ELT(1 + i % 6, '', 'a''b', 'a\\\\b', 'Ü😀', 'ü', ' x'), i)", source: "HEX(?)",
                    target: text),
                Keyed(
                    name: "k_latin", type: "VARCHAR(40) CHARACTER SET latin1", key: "CONCAT('é', i)",
                    source: "HEX(CONVERT(? USING utf8mb4))", target: text),
                Keyed(name: "k_date", type: "DATE", key: "DATE'1999-12-01' + INTERVAL i DAY"),
                Keyed(
                    name: "k_stamp", type: "DATETIME(6)",
                    key: "TIMESTAMP'1999-12-01 00:00:00' + INTERVAL i * 3600000001 MICROSECOND",
                    target: "to_char(?, 'YYYY-MM-DD HH24:MI:SS.US')"),
                Keyed(
                    name: "k_zoned", type: "TIMESTAMP", key: "TIMESTAMP'1999-12-01 00:00:00' + INTERVAL i HOUR",
                    target: "to_char(? AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"),
                Keyed(name: "k_decimal", type: "DECIMAL(12,3)", key: "(i - 450) / 8"),
                Keyed(name: "k_real", type: "DOUBLE", key: "i / 8", source: "CAST(? AS CHAR)"),
                Keyed(
                    name: "k_bytes", type: "VARBINARY(16)", key: "UNHEX(MD5(i))", source: "HEX(?)",
                    target: "upper(encode(?, 'hex'))"),
                Keyed(name: "k_enum", type: "TINYINT", key: "i % 256 - 128"),
            ], in: .mariaDB(), numbers: "(SELECT CAST(seq AS SIGNED) AS i FROM seq_1_to_900) n")
    }

    /// Texts that sort differently in each system, with characters that must be escaped in a literal.
    private static func oddText(concatenated with: String) -> String {
        """
        (CASE i % 6 WHEN 0 THEN '' WHEN 1 THEN 'a''b' WHEN 2 THEN 'a\\b' WHEN 3 THEN 'Ü😀' WHEN 4 THEN 'ü' ELSE ' x' END) \
        \(with) i
        """
    }

    /// Expects that each table arrives unchanged, in several chunks with exactly the planned rows.
    private func verify(_ tables: [Keyed], in source: TestSource, numbers: String) async throws {
        let sql = tables.map { table in
            """
            CREATE TABLE \(table.name) (k \(table.type) PRIMARY KEY, v VARCHAR(20));
            INSERT INTO \(table.name) SELECT DISTINCT * FROM (SELECT \(table.key) AS k, 'row' AS v FROM \(numbers)) d;
            """
        }
        try await source.run(sql.joined(separator: "\n"))
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).*, target: moved.*}",
            defaults: "  threads: 2\n  chunk_rows: 90", target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run")
        #expect(ending.code == 0, "\(ending.standardError) \(ending.standardOutput)")
        for table in tables {
            func expression(_ form: String) -> String {
                form.split(separator: "?", omittingEmptySubsequences: false).joined(separator: "k")
            }
            let before = try await migration.sourceRows("SELECT \(expression(table.source)) AS k, v FROM \(table.name)")
            let after = try await migration.targetRows(
                "SELECT \(expression(table.target)) AS k, v FROM moved.\(table.name)")
            #expect(before == after, "\(table.name)")
            if table.hasRanges {
                let chunks = try await Chunks.count(migration, of: table.name)
                #expect(chunks >= 3, "\(table.name) has \(chunks) chunks")
            }
        }
        #expect(try await Chunks.areExact(migration))
    }
}
