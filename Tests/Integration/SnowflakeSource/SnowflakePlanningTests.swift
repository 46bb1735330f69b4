import Model
import TestKit
import Testing

@Suite(
    "Planning on Snowflake",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakePlanningTests {
    private func ranges(_ visits: EmulatedVisits) async throws -> [String] {
        try await visits.migration.target.rows(
            "SELECT chunk_range FROM migration_status.migration_chunk_status ORDER BY chunk_id")
    }

    @Test("ranges of the clustering key are preferred to those of the primary key")
    func clustering() async throws {
        let visits = try await EmulatedVisits(properties: "CLUSTER BY (DAY, REGION)")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await ranges(visits).allSatisfy { $0.hasPrefix("DAY ") })
        #expect(try await visits.areEqual())
        #expect(try await Chunks.areExact(visits.migration))
    }

    @Test(
        "a plan queries the catalogue, the extremes, aggregated statistics, and the row count of each range")
    func statements() async throws {
        let visits = try await EmulatedVisits()
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let seen = try await visits.emulator.statements(tag: "snowmelt%").map(\.sql)
        let reading = seen.filter { $0.contains("FROM \"PUBLIC\".\"VISITS\"") }
        let instant = try #require(
            try await visits.migration.target.rows("SELECT snapshot FROM migration_status.run").first)
        let table = "FROM \"PUBLIC\".\"VISITS\" AT(TIMESTAMP => '\(instant)'::TIMESTAMP_TZ)"
        try #require(reading.count == 4, "\(reading)")
        // Without a condition, Snowflake answers these from metadata.
        #expect(reading[0] == "SELECT TO_VARCHAR(MIN(\"ID\")), TO_VARCHAR(MAX(\"ID\")) \(table)")
        #expect(
            reading[1] == "SELECT COUNT(*), COUNT(\"ID\"), TO_VARCHAR(MIN(\"ID\")), TO_VARCHAR(MAX(\"ID\")) \(table)")
        #expect(reading[2].contains("COUNT(*) AS key_rows \(table)") && reading[2].contains("GROUP BY \"ID\""))
        #expect(reading[3].contains("COUNT(*) FROM (SELECT CASE WHEN \"ID\" < ") && reading[3].contains(table))
        for catalogue in [
            "information_schema.tables", "information_schema.views", "information_schema.columns",
            "SHOW PRIMARY KEYS IN TABLE \"PUBLIC\".\"VISITS\"", "SELECT clustering_key, retention_time, bytes",
        ] { #expect(seen.contains { $0.contains(catalogue) }, "\(catalogue)") }
    }

    @Test("places are copied as GeoJSON without a warning that their type is unknown")
    func places() async throws {
        let visits = try await EmulatedVisits(rows: 10, script: "CREATE TABLE SPOTS (ID INT, P GEOGRAPHY, G GEOMETRY)")
        let migration = try TestMigration(
            from: visits.migration.origin, tables: "  - {source: PUBLIC.SPOTS, target: moved.spots}",
            target: visits.migration.target)
        let dry = try await migration.snowmelt("plan", "--dry-run")
        #expect(dry.code == 0, "\(dry.standardError)")
        #expect(!(dry.standardOutput + dry.standardError).contains("unknown"), "\(dry.standardOutput)")
        #expect(dry.standardOutput.contains("\"P\" text"), "\(dry.standardOutput)")
    }

    @Test("without any key rows are assigned to chunks by hash, and the plan says what that costs")
    func hash() async throws {
        let visits = try await EmulatedVisits(key: "")
        let dry = try await visits.migration.snowmelt("plan", "--dry-run")
        #expect(dry.code == 0, "\(dry.standardError)")
        #expect((dry.standardOutput + dry.standardError).contains("each of the 3 chunks reads the whole table"))
        #expect((dry.standardOutput + dry.standardError).contains("and so did this plan, 4 times in all"))
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await ranges(visits) == ["hash 1/3", "hash 2/3", "hash 3/3"])
        #expect(try await visits.areEqual())
    }

    @Test("duplicates and NULLs in the declared key arrive, or prevent the key with a way out")
    func unenforcedKey() async throws {
        let visits = try await EmulatedVisits(
            key: "PRIMARY KEY (AMOUNT)", settings: ", primary_key: [], chunk: {column: AMOUNT}",
            script: "INSERT INTO VISITS (ID) VALUES (-1), (-2), (-2)")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.areEqual())
        #expect(try await Chunks.areExact(visits.migration))
    }

    @Test(
        "ranges of texts, timestamps of each kind and large numbers lose no row",
        arguments: ["NAME", "PLAIN", "LOCAL", "ZONED", "LARGE"])
    func rangeTypes(column: String) async throws {
        let emulator = try await SnowflakeEmulator.start(
            script: #"""
                CREATE TABLE KEYED (NAME VARCHAR, PLAIN TIMESTAMP_NTZ(9), LOCAL TIMESTAMP_LTZ(9), ZONED TIMESTAMP_TZ(9),
                    LARGE NUMBER(38,10));
                INSERT INTO KEYED SELECT 'o''ne\\two' || MOD(SEQ4(), 400),
                    DATEADD('microsecond', SEQ4() * 1000003, '1969-12-31 23:59:59.5'::TIMESTAMP_NTZ),
                    DATEADD('microsecond', SEQ4() * 1000003, '1969-12-31 23:59:59.5 +0000'::TIMESTAMP_LTZ),
                    DATEADD('microsecond', SEQ4() * 1000003, '1969-12-31 23:59:59.5 +0000'::TIMESTAMP_TZ),
                    (SEQ4() || '1234567890123456.0000000001')::NUMBER(38,10)
                    FROM TABLE(GENERATOR(ROWCOUNT => 2000));
                INSERT INTO KEYED (NAME) VALUES (NULL);
                INSERT INTO KEYED (LARGE) VALUES (-1);
                """#)
        let migration = try TestMigration(
            from: .snowflake(emulator),
            tables: "  - {source: PUBLIC.KEYED, target: moved.keyed, chunk: {column: \(column)}}",
            defaults: "  threads: 2\n  chunk_rows: 300",
            target: try await PostgresCluster.shared.database(function: "rangeTypes\(column)"))
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration) > 4)
        #expect(try await migration.number("SELECT count(*) FROM moved.keyed") == 2002)
    }

    @Test("whole numbers become bigint if they fit, unless that is disabled", arguments: [true, false])
    func narrowing(narrows: Bool) async throws {
        let nines = String(repeating: "9", count: 38)
        let emulator = try await SnowflakeEmulator.start(
            script: """
                CREATE TABLE NUMBERS (FITS INT, EDGE NUMBER(38,0), WIDE NUMBER(38,0), SMALL NUMBER(9,0), NOTHING INT,
                    PARTS NUMBER(10,2), KEPT INT);
                INSERT INTO NUMBERS VALUES (1, -9223372036854775808, \(nines), 999999999, NULL, 1.25, 5);
                INSERT INTO NUMBERS VALUES (2, 9223372036854775807, 0, -1, NULL, 0, -5);
                """)
        let migration = try TestMigration(
            from: .snowflake(emulator),
            tables: "  - {source: PUBLIC.NUMBERS, target: moved.numbers, columns: {KEPT: {type: 'numeric(38,0)'}}}",
            sourceSettings: narrows ? "" : "  narrow_integers: false",
            target: try await PostgresCluster.shared.database(function: "narrowing\(narrows)"))
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let types = try await migration.target.rows(
            """
            SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
             WHERE attrelid = 'moved.numbers'::regclass AND attnum > 0
            """)
        let whole = narrows ? "bigint" : "numeric(38,0)"
        #expect(
            types == [
                "EDGE|\(whole)", "FITS|\(whole)", "KEPT|numeric(38,0)", "NOTHING|numeric(38,0)", "PARTS|numeric(10,2)",
                "SMALL|\(narrows ? "bigint" : "numeric(9,0)")", "WIDE|numeric(38,0)",
            ])
        #expect(
            try await migration.targetRows("SELECT \"EDGE\", \"WIDE\" FROM moved.numbers")
                == ["-9223372036854775808|\(nines)", "9223372036854775807|0"])
    }

    @Test("a quoted name, a column with a quote and a table in another schema are read")
    func names() async throws {
        let visits = try await EmulatedVisits(
            rows: 10,
            script: #"""
                CREATE SCHEMA OTHER;
                CREATE TABLE OTHER."odd name" ("select" INT, "a ""b""" VARCHAR, "größe" INT, PRIMARY KEY ("select"));
                INSERT INTO OTHER."odd name" VALUES (1, 'x', 2), (2, NULL, 3);
                """#)
        let migration = try TestMigration(
            from: visits.migration.origin,
            tables: #"  - {source: 'OTHER."odd name"', target: moved.odd}"#, target: visits.migration.target)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows(#"SELECT "select", "a ""b""", "größe" FROM moved.odd"#) == [
                "1|x|2", "2|∅|3",
            ])
    }
}
