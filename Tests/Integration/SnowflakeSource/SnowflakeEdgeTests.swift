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

    /// In front of them a row of NULLs, in a part of its own when `firstRows` is 0.
    @Test("instants from the year 1 to 9999, of each kind and scale", arguments: [0, 3, 6, 9], [0, 1000])
    func instants(scale: Int, firstRows: Int) async throws {
        let fraction = { (digits: String) in scale == 0 ? "" : "." + digits.prefix(scale) }
        // Around the years' ends, the calendar's change, the epoch, and in the hour that comes twice.
        let moments = [
            "0001-01-01 00:00:00", "0001-01-01 00:00:00" + fraction("000001"),
            "1582-10-04 23:59:59" + fraction("999999"),
            "1582-10-10 12:00:00", "1582-10-15 00:00:00", "1900-02-28 23:59:59" + fraction("500000"),
            "1969-12-31 23:59:59" + fraction("999999"), "1969-12-31 23:59:58" + fraction("000001"),
            "1970-01-01 00:00:00", "2024-10-27 01:30:00" + fraction("123456"),
            "2262-04-11 23:47:17" + fraction("854776"),
            "9999-12-31 23:59:59" + fraction("999999"),
        ]
        let rows = moments.enumerated().map { number, moment in
            """
            INSERT INTO EDGES VALUES (\(number), '\(moment)'::TIMESTAMP_NTZ, '\(moment) +0000'::TIMESTAMP_LTZ,
                '\(moment) +0000'::TIMESTAMP_TZ, '\(moment)'::DATE, '\(moment)'::TIMESTAMP_NTZ::TIME);
            """
        }
        let migration = try await migration(
            """
            CREATE TABLE EDGES (ID INT, N TIMESTAMP_NTZ(\(scale)), L TIMESTAMP_LTZ(\(scale)),
                Z TIMESTAMP_TZ(\(scale)), D DATE, T TIME(\(scale)));
            INSERT INTO EDGES (ID) VALUES (-1);
            \(rows.joined(separator: "\n"))
            """, firstRows: firstRows, function: "instants\(scale)\(firstRows)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let form = "'YYYY-MM-DD HH24:MI:SS.US'"
        let arrived = try await migration.target.rows(
            """
            SELECT to_char("N", \(form)), to_char("L" AT TIME ZONE 'UTC', \(form)),
                to_char("Z" AT TIME ZONE 'UTC', \(form)), to_char("D", 'YYYY-MM-DD'), to_char("T", 'HH24:MI:SS.US')
            FROM moved.edges WHERE "ID" >= 0 ORDER BY "ID"
            """)
        let expected = moments.map { moment in
            let (whole, digits) = (moment.prefix(19), moment.dropFirst(20))
            let text = "\(whole).\(digits)\(String(repeating: "0", count: 6 - digits.count))"
            return "\(text)|\(text)|\(text)|\(text.prefix(10))|\(text.dropFirst(11))"
        }
        #expect(arrived == expected.sorted())
        let nulls = ["N", "L", "Z", "D", "T"].map { "\"\($0)\" IS NULL" }.joined(separator: " AND ")
        #expect(try await migration.number("SELECT count(*) FROM moved.edges WHERE \(nulls)") == 1)
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

    @Test("a text with a NUL byte fails its chunk by column and row, without its words")
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

    @Test("JSON's null isn't SQL's, and what is no JSON is refused")
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
    }
}
