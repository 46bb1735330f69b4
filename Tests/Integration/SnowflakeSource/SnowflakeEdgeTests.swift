import TestKit
import Testing

@Suite(
    "Values at the edges of Snowflake's types",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeEdgeTests {
    private func migration(
        _ script: String, firstRows: Int = 1000, function: String = #function
    ) async throws -> TestMigration {
        let emulator = try await SnowflakeEmulator.start(script: script, firstRows: firstRows, partRows: 1)
        return try TestMigration(
            from: .snowflake(emulator), tables: "  - {source: PUBLIC.EDGES, target: moved.edges, chunk: none}",
            target: try await PostgresCluster.shared.database(function: function))
    }

    private func error(_ migration: TestMigration) async throws -> String {
        try await migration.target.rows(
            "SELECT error FROM migration_status.migration_chunk_status WHERE error IS NOT NULL"
        ).joined(separator: "\n")
    }

    /// Instants around ends of years, the calendar change, the epoch and the end of 64-bit nanoseconds, and in an hour
    /// that occurs twice in some zones.
    private static let moments = [
        "0001-01-01 00:00:00.000000", "0001-01-01 00:00:00.000001", "1582-10-04 23:59:59.999999",
        "1582-10-10 12:00:00.000000", "1582-10-15 00:00:00.000000", "1900-02-28 23:59:59.500000",
        "1969-12-31 23:59:58.000001", "1969-12-31 23:59:59.999999", "1970-01-01 00:00:00.000000",
        "2024-10-27 01:30:00.123456", "2262-04-11 23:47:17.854776", "9999-12-31 23:59:59.999999",
    ]

    /// The first row is NULL; if `firstRows` is 0, each row is in a part of its own.
    @Test("instants from the year 1 to 9999, of each kind and at every scale", arguments: [0, 1000])
    func instants(firstRows: Int) async throws {
        let kinds = ["TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ", "TIME"]
        let columns = (0...9).flatMap { scale in kinds.map { (kind: $0, scale: scale) } }
        /// The moment with as many fractional digits as the scale has.
        func cut(_ moment: String, _ scale: Int) -> String {
            String(moment.prefix(scale == 0 ? 19 : 20 + min(scale, 6)))
        }
        let rows = Self.moments.enumerated().map { number, moment in
            let values = columns.map { column in
                let moment = cut(moment, column.scale)
                return switch column.kind {
                case "TIME": "'\(moment.dropFirst(11))'::TIME"
                case "TIMESTAMP_NTZ": "'\(moment)'::TIMESTAMP_NTZ"
                // Instants are written with an offset.
                default: "'\(moment) +0000'::\(column.kind)"
                }
            }
            return "INSERT INTO EDGES VALUES (\(number), '\(moment)'::DATE, \(values.joined(separator: ", ")));"
        }
        let names = columns.map { "\($0.kind)_\($0.scale)" }
        let declarations = zip(names, columns).map { "\($0) \($1.kind)(\($1.scale))" }
        let migration = try await migration(
            """
            CREATE TABLE EDGES (ID INT, D DATE, \(declarations.joined(separator: ", ")));
            INSERT INTO EDGES (ID) VALUES (-1);
            \(rows.joined(separator: "\n"))
            """, firstRows: firstRows, function: "instants\(firstRows)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        for (name, column) in zip(names, columns) {
            let isZoned = column.kind.hasSuffix("LTZ") || column.kind.hasSuffix("_TZ")
            let value = isZoned ? "\"\(name)\" AT TIME ZONE 'UTC'" : "\"\(name)\""
            let form = column.kind == "TIME" ? "HH24:MI:SS.US" : "YYYY-MM-DD HH24:MI:SS.US"
            let expected = Self.moments.map { moment in
                let digits = cut(moment, column.scale).padding("2024-01-01 00:00:00.000000")
                return column.kind == "TIME" ? String(digits.dropFirst(11)) : digits
            }
            let arrived = try await migration.target.rows(
                "SELECT to_char(\(value), '\(form)') FROM moved.edges WHERE \"ID\" >= 0")
            #expect(arrived == expected.sorted(), "\(name)")
        }
        #expect(
            try await migration.target.rows("SELECT to_char(\"D\", 'YYYY-MM-DD') FROM moved.edges WHERE \"ID\" >= 0")
                == Self.moments.map { String($0.prefix(10)) }.sorted())
        let nulls = names.map { "\"\($0)\" IS NULL" }.joined(separator: " AND ")
        #expect(try await migration.number("SELECT count(*) FROM moved.edges WHERE \"D\" IS NULL AND \(nulls)") == 1)
    }

    @Test("days beyond the year 9999, texts of 16 MiB and binaries of 8 MiB, empty ones and NULLs")
    func large() async throws {
        let migration = try await migration(
            """
            CREATE TABLE EDGES (ID INT, D DATE, S VARCHAR, B BINARY);
            INSERT INTO EDGES (ID) VALUES (1);
            INSERT INTO EDGES VALUES (2, '99999-12-31'::DATE, REPEAT('x', 16777215) || 'y', TO_BINARY(REPEAT('FE', 8388608), 'HEX'));
            INSERT INTO EDGES VALUES (3, '10000-01-01'::DATE, REPEAT('😀', 4194304), TO_BINARY('', 'HEX'));
            INSERT INTO EDGES VALUES (4, NULL, '', NULL);
            """)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.target.rows(
                #"""
                SELECT "ID", to_char("D", 'YYYY-MM-DD'), octet_length("S"), md5("S"), octet_length("B"), md5("B")
                FROM moved.edges ORDER BY "ID"
                """#
            ) == [
                "1|∅|∅|∅|∅|∅",
                "2|99999-12-31|16777216|\(try await md5("repeat('x', 16777215) || 'y'", migration))|8388608|"
                    + (try await md5("decode(repeat('fe', 8388608), 'hex')", migration)),
                "3|10000-01-01|16777216|\(try await md5("repeat('😀', 4194304)", migration))|0|"
                    + "d41d8cd98f00b204e9800998ecf8427e",
                "4|∅|0|d41d8cd98f00b204e9800998ecf8427e|∅|∅",
            ])
    }

    private func md5(_ expression: String, _ migration: TestMigration) async throws -> String {
        try await migration.target.rows("SELECT md5(\(expression))").joined()
    }

    @Test("a text with a NUL byte fails its chunk, naming column and row but not the text")
    func nulByte() async throws {
        let migration = try await migration(
            """
            CREATE TABLE EDGES (ID INT, S VARCHAR);
            INSERT INTO EDGES VALUES (1, 'fine'), (2, 'canary' || CHR(0) || 'x');
            """)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        let error = try await error(migration)
        #expect(error.contains("column S, row 2: a text that contains U+0000"), "\(error)")
        #expect(!error.contains("canary"), "\(error)")
    }

    @Test("JSON's null isn't SQL's NULL, and invalid JSON is refused")
    func json() async throws {
        let whole = try await migration(
            """
            CREATE TABLE EDGES (ID INT, V VARIANT);
            INSERT INTO EDGES SELECT 1, PARSE_JSON('null');
            INSERT INTO EDGES SELECT 2, NULL;
            INSERT INTO EDGES SELECT 3, PARSE_JSON('{"b": 12345678901234567890.5, "a": "\\\\u0000"}');
            """)
        let run = try await whole.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await whole.target.rows(#"SELECT "ID", "V"::text IS NULL, "V"::text FROM moved.edges ORDER BY 1"#)
                .prefix(2)
                == ["1|false|null", "2|true|∅"])

        let odd = try await migration(
            "CREATE TABLE EDGES (ID INT, V VARIANT); INSERT INTO EDGES SELECT 1, PARSE_JSON('NaN')", function: "noJSON")
        let refused = try await odd.snowmelt("run")
        #expect(refused.code == 5, "\(refused.standardError)")
        let reason = try await error(odd)
        #expect(reason.contains("json"), "\(reason)")
    }
}

extension String {
    /// This text, continued with the corresponding end of `full`.
    fileprivate func padding(_ full: String) -> String {
        self + full.dropFirst(count)
    }
}
