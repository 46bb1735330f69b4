import TestKit
import Testing

/// Sources that are read without a dialect, with standard SQL and the driver's catalogue functions.
@Suite("Sources without a dialect, from end to end")
struct StandardSQLTests {
    private static func day(_ system: NameTests.System) -> String {
        switch system {
        case .sqlite: "date('2020-01-01', '+' || i || ' days')"
        case .postgres: "date '2020-01-01' + i"
        case .mariaDB: "DATE_ADD('2020-01-01', INTERVAL i DAY)"
        }
    }

    private static func blob(_ system: NameTests.System) -> String {
        system == .postgres ? "bytea" : "blob"
    }

    private static func bytes(_ system: NameTests.System) -> String {
        system == .postgres ? "'\\x00ff41'::bytea" : "X'00ff41'"
    }

    @Test("tables cut by numbers, dates and times, and one without a key, arrive", arguments: NameTests.System.allCases)
    func moves(_ system: NameTests.System) async throws {
        let source = try await system.source()
        let day = Self.day(system)
        let time =
            system == .sqlite ? "\(day) || ' 10:20:30.5'" : "CAST(CONCAT(\(day), ' 10:20:30.5') AS \(moment(system)))"
        try await source.run(
            """
            CREATE TABLE by_number (id bigint NOT NULL PRIMARY KEY, \(system.quoted("a b")) varchar(20), f \
            \(system == .mariaDB ? "double" : "double precision"), b \(Self.blob(system)), o integer);
            INSERT INTO by_number SELECT i * 3, CASE WHEN i % 7 = 0 THEN NULL WHEN i % 7 = 1 THEN '' ELSE 'é漢😀' END, \
            i / 4.0 + 0.125, \(Self.bytes(system)), i FROM \(system.numbers);
            CREATE TABLE by_day (d date NOT NULL PRIMARY KEY, n integer);
            INSERT INTO by_day SELECT \(day), i FROM \(system.numbers);
            CREATE TABLE by_moment (m \(moment(system)) NOT NULL PRIMARY KEY, n integer);
            INSERT INTO by_moment SELECT \(time), i FROM \(system.numbers);
            CREATE TABLE heap (n integer, s varchar(9));
            INSERT INTO heap SELECT i, NULL FROM \(system.numbers);
            """)
        let names = ["by_number", "by_day", "by_moment", "heap"]
        let migration = try TestMigration(
            from: source, dialect: "ansi",
            tables: names.map { "  - {source: \($0), target: moved.\($0)}" }.joined(separator: "\n"),
            defaults: "  threads: 2\n  chunk_rows: 60", target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run")
        try #require(ending.code == 0, "\(ending.standardError) \(ending.standardOutput)")
        let hex = system == .postgres ? "encode(b, 'hex')" : "lower(hex(b))"
        let number = { (bytes: String) in "SELECT id, \"a b\", f, \(bytes), o FROM" }
        #expect(
            try await migration.targetRows("\(number("encode(b, 'hex')")) moved.by_number")
                == migration.sourceRows("\(number(hex)) by_number".replacing("\"a b\"", with: system.quoted("a b"))))
        for name in ["by_day", "by_moment", "heap"] {
            let arrived = try await migration.targetRows("SELECT * FROM moved.\(name)").map(Self.spaced)
            let sent = try await migration.sourceRows("SELECT * FROM \(name)").map(Self.spaced)
            #expect(arrived.count == 400)
            #expect(arrived == sent, "\(name): \(arrived.first ?? "") \(sent.first ?? "")")
        }
        for name in names {
            let chunks = try await migration.number(
                """
                SELECT total_chunks FROM migration_status.migration_table_status WHERE target_table = '\(name)'
                """)
            #expect(name == "heap" ? chunks == 1 : chunks > 5, "\(name): \(chunks)")
        }
    }

    /// Uses psqlODBC under another name: types by ODBC's codes, dates and times as ODBC structures.
    @Test("an unknown system is read as ODBC describes it")
    func unknown() async throws {
        let fixture = try await ODBCFixture.postgres(system: "Nonesuch")
        try await fixture.source.run(
            """
            CREATE TABLE kinds (id integer PRIMARY KEY, i2 smallint, i8 bigint, n numeric(20,6), f4 real, f8 float8,
                b boolean, d date, ts timestamp, tz timestamptz, tm time, s varchar(30), t text, by bytea, u uuid, j json);
            INSERT INTO kinds VALUES
                (1, -32768, 9223372036854775807, -12345678901234.567891, 0.5, 0.1, true, '2024-02-29',
                 '1999-12-31 23:59:59.999999', '2024-02-29 12:00:00.25+05', '23:59:59', 'é漢😀', '', '\\x00ff41',
                 '123e4567-e89b-12d3-a456-426614174000', '{"a": 1}'),
                (2, 0, -9223372036854775808, 0, -1.25, 1e300, false, '0001-01-01', '9999-12-31 00:00:00',
                 '1970-01-01 00:00:00+00', '00:00:00', 'b', repeat('x', 100000), '', NULL, 'null');
            INSERT INTO kinds (id) SELECT i FROM generate_series(3, 500) i;
            """)
        let migration = try TestMigration(
            from: fixture.source, tables: "  - {source: public.kinds, target: moved.kinds}",
            defaults: "  chunk_rows: 90", target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run")
        try #require(ending.code == 0, "\(ending.standardError) \(ending.standardOutput)")
        #expect(
            try await migration.targetRows("SELECT * FROM moved.kinds")
                == migration.sourceRows("SELECT * FROM kinds"))
        let types = """
            SELECT string_agg(format_type(atttypid, atttypmod), ' ' ORDER BY attnum) FROM pg_attribute
            WHERE attnum > 0 AND attrelid =
            """
        #expect(
            try await migration.targetRows("\(types) 'moved.kinds'::regclass") == [
                "integer smallint bigint numeric(20,6) real double precision boolean date timestamp without time zone "
                    + "timestamp with time zone time without time zone text text bytea uuid json"
            ])
    }

    /// The row without the T between date and time that the test kit makes PostgreSQL print.
    private static func spaced(_ row: String) -> String {
        row.replacing("T10:", with: " 10:")
    }

    private func moment(_ system: NameTests.System) -> String {
        system == .mariaDB ? "datetime(1)" : "timestamp"
    }
}
