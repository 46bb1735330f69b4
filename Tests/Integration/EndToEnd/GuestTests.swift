import Model
import Postgres
import TestKit
import Testing

@Suite("Servers that were set up by others")
struct GuestTests {
    @Test(
        "a source behind a pooler in transaction mode is read, and other users' sessions stay unchanged",
        .enabled(if: PgBouncer.obstacle == nil, "\(PgBouncer.obstacle ?? "")"), arguments: PooledWay.allCases)
    func pooledSource(way: PooledWay) async throws {
        let database = try await PostgresCluster.shared.database()
        let bouncer = try await PgBouncer.start(for: database.cluster, poolSize: 6)
        let name = PostgresIdentifier.quoted(database.name)
        let defaults = ["TimeZone = 'Asia/Kathmandu'", "DateStyle = 'SQL, DMY'", "IntervalStyle = sql_standard"]
            .map { "ALTER DATABASE \(name) SET \($0);" }.joined()
        try await database.execute(defaults + Visits.postgresSQL(rows: 3000) + Self.odd)
        let url = bouncer.url(of: database)
        let migration = try pooled(database, url, way.source(of: database, bouncer))
        for verb in ["check", "run"] {
            let ending = try await migration.snowmelt(verb)
            #expect(ending.code == 0, "\(ending.standardError)\(ending.standardOutput)")
        }
        #expect(try await Visits.areEqual(migration))
        let odd = try await migration.sourceRows("SELECT * FROM odd")
        #expect(try await migration.targetRows("SELECT * FROM analytics_dev.odd") == odd)
        // The next users of each of the sessions.
        var strangers: [PostgresConnection] = []
        for number in 0..<6 {
            let stranger = try await PostgresConnection.connect(
                PostgresOptions(url: url, applicationName: "stranger"))
            try await stranger.executeScript(Self.statement("BEGIN; SELECT 1"))
            try await stranger.executeScript(
                Self.statement(
                    """
                    DO $$
                    DECLARE
                        -- But those that the pooler itself sets as its clients have them, or that a driver sets.
                        list text := (SELECT string_agg(name || '=' || setting, ', ') FROM pg_settings
                                      WHERE source = 'session' AND name NOT IN (
                                      'application_name', 'client_encoding', 'DateStyle', 'TimeZone',
                                      'standard_conforming_strings', \(way.ofDriver)));
                    BEGIN
                        IF list <> '' THEN RAISE 'settings are left: %', list; END IF;
                    END $$;
                    INSERT INTO agents VALUES (\(1_000_000 + number), 'stranger')
                    """))
            strangers.append(stranger)
        }
        for stranger in strangers { await stranger.close() }
        try await bouncer.stop()
    }

    /// How a source behind a pooler is read.
    enum PooledWay: String, CaseIterable, CustomTestStringConvertible {
        case native, odbc, adbc

        var testDescription: String { rawValue }

        func source(of database: TestDatabase, _ bouncer: PgBouncer) throws -> String {
            let url = bouncer.url(of: database).revealed
            return switch self {
            case .native: "  type: postgres\n  url: \(url)\n  snapshot: off"
            case .adbc: "  type: adbc\n  driver: \(ADBCDriver.postgresql.path)\n  options: {uri: '\(url)'}"
            case .odbc:
                "  type: odbc\n  connection: Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=\(bouncer.port);"
                    + "Database=\(database.name);Username=postgres"
            }
        }

        /// The settings that the driver itself makes in its session.
        var ofDriver: String { self == .odbc ? "'extra_float_digits'" : "''" }
    }

    @Test(
        "a snapshot through a pooler that shares sessions is refused with a hint; a session pooler is fine",
        .enabled(if: PgBouncer.obstacle == nil, "\(PgBouncer.obstacle ?? "")"))
    func pooledSnapshot() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute(Visits.postgresSQL(rows: 100) + Self.odd)
        let bouncer = try await PgBouncer.start(for: database.cluster, poolSize: 6)
        let url = bouncer.url(of: database)
        let migration = try pooled(database, url, "  type: postgres\n  url: \(url.revealed)\n  snapshot: auto")
        for verb in ["check", "run"] {
            let refused = try await migration.snowmelt(verb)
            #expect(refused.code == 7, "\(refused.standardError)")
            let text = refused.standardError + refused.standardOutput
            #expect(text.contains("pooler") && text.contains("source.snapshot: off"), "\(text)")
        }
        try await bouncer.stop()
        let sessions = try await PgBouncer.start(for: database.cluster, mode: "session")
        let wholeURL = sessions.url(of: database)
        let whole = try pooled(database, wholeURL, "  type: postgres\n  url: \(wholeURL.revealed)\n  snapshot: auto")
        let run = try await whole.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await whole.number("SELECT count(*) FROM migration_receipt.receipt WHERE snapshot <> 'unpinned'") > 0)
        try await sessions.stop()
    }

    private func pooled(_ database: TestDatabase, _ url: Secret, _ source: String) throws -> TestMigration {
        let folder = try TestFolder()
        let tables = Visits.postgresTables + Self.oddTable
        let migration = try TestMigration(
            from: TestSource.postgres(of: database).native, tables: tables,
            defaults: "  threads: 2\n  chunk_rows: 500", target: database, folder: folder)
        try folder.write(
            "snowmelt.yaml",
            """
            source:
            \(source)
            target: {url: '\(url.revealed)'}
            defaults: {threads: 2, chunk_rows: 500}
            tables:
            \(tables)
            """)
        return migration
    }

    /// Values whose printed form depends on session settings.
    private static let odd = """
        CREATE TABLE odd (id bytea PRIMARY KEY, t timestamptz, i interval, f float8, x text);
        INSERT INTO odd
        SELECT decode(lpad(to_hex(n), 4, '0'), 'hex'), '2024-03-31 02:30+00'::timestamptz + n * '1 h'::interval,
               n * '1 day 02:03'::interval, n / 3.0, E'back\\\\slash \\'' || n FROM generate_series(1, 1500) n;
        """
    private static let oddTable = "\n  - {source: public.odd, target: analytics_dev.odd}"

    @Test(
        "defaults of a role or of the URL break nothing and change no value",
        arguments: [
            "role = app_NAME", "statement_timeout = '100ms'", "default_transaction_read_only = on",
            "default_transaction_isolation = serializable", "search_path = nowhere",
            "standard_conforming_strings = off", "quote_all_identifiers = on", "DateStyle = 'SQL, DMY'",
            "IntervalStyle = sql_standard", "bytea_output = escape", "TimeZone = 'Asia/Kathmandu'",
            "client_encoding = LATIN1", "idle_in_transaction_session_timeout = '1ms'", "extra_float_digits = -5",
            "lock_timeout = '1ms'", "idle_session_timeout = '300ms'",
        ])
    func defaults(setting: String) async throws {
        let cluster = try await PostgresCluster.shared
        let target = try await cluster.database()
        let role = try await target.role(password: "secret")
        let (login, app) = (PostgresIdentifier.quoted(role.name), "app_\(target.name)")
        let setting = setting.split(separator: "NAME", omittingEmptySubsequences: false).joined(separator: target.name)
        try await target.execute(
            """
            CREATE ROLE \(app); GRANT \(app) TO \(login);
            GRANT CREATE ON DATABASE \(PostgresIdentifier.quoted(target.name)) TO \(app), \(login);
            DO $do$ BEGIN ALTER ROLE \(login) SET \(setting);
            EXCEPTION WHEN undefined_object THEN RAISE NOTICE 'this server does not know the setting'; END $do$;
            """)
        let origin = try await TestSource.postgres().native
        try await origin.run(
            Visits.postgresSQL(rows: 2000) + Self.odd)
        let migration = try TestMigration(
            from: origin, tables: Visits.postgresTables + Self.oddTable,
            defaults: "  threads: 2\n  chunk_rows: 500", target: target, targetURL: role.url)
        for verb in [["check"], ["plan"], ["cancel", "latest"], ["run", "--progress", "none"], ["verify", "latest"]] {
            let ending = try await Program.run("snowmelt", verb, directory: migration.folder.path)
            #expect(ending.code == 0, "\(verb): \(ending.standardError)\(ending.standardOutput)")
        }
        #expect(try await Visits.areEqual(migration))
        let odd = try await migration.sourceRows("SELECT * FROM odd")
        #expect(try await migration.targetRows("SELECT * FROM analytics_dev.odd") == odd)
    }

    @Test("a role set in the URL is used")
    func roleOfURL() async throws {
        let target = try await PostgresCluster.shared.database()
        try await target.execute(
            "CREATE ROLE app_\(target.name); GRANT CREATE ON DATABASE \(target.name) TO app_\(target.name)")
        let migration = try await TestMigration(
            source: Visits.sql(rows: 500), tables: Visits.tables, target: target,
            targetURL: Secret(target.url.revealed + "?options=-c%20role%3Dapp_\(target.name)"))
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows("SELECT tableowner FROM pg_tables WHERE tablename = 'visits'")
                == ["app_\(target.name)"])
    }

    @Test("the user's SQL resolves names by the role's search path, beyond PostgreSQL's own names")
    func userNames() async throws {
        let origin = try await TestSource.postgres().native
        try await origin.run(
            """
            CREATE TABLE orders AS SELECT i AS id, i % 10 AS status FROM generate_series(1, 2000) i;
            CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 2 * $1';
            """)
        let migration = try TestMigration(
            from: origin,
            tables: """
                  - {query: SELECT id FROM orders WHERE status = 3, target: moved.by_query}
                  - {source: public.orders, target: moved.by_where, where: twice(status) = 6}
                  - {source: public.orders, target: moved.by_expr, columns: {d: {expr: twice(id), type: int}}}
                """,
            defaults: "  threads: 2\n  chunk_rows: 300", target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let counts = try await migration.targetRows(
            "SELECT (SELECT count(*) FROM moved.by_query), (SELECT count(*) FROM moved.by_where), "
                + "(SELECT sum(d) FROM moved.by_expr)")
        #expect(counts == ["200|200|4002000"])
    }

    @Test("`check` warns of publications that would send Snowmelt's tables to subscribers")
    func publications() async throws {
        let target = try await PostgresCluster.shared.database()
        try await target.execute("CREATE PUBLICATION everything FOR ALL TABLES")
        let migration = try await TestMigration(source: Visits.sql(rows: 10), tables: Visits.tables, target: target)
        let check = try await migration.snowmelt("check")
        #expect(check.code == 0, "\(check.standardError)")
        #expect(check.standardOutput.contains("publication everything is FOR ALL TABLES"), "\(check.standardOutput)")
    }

    private static func statement(_ text: String) -> Statement {
        Statement(name: "test", text: text)
    }
}
