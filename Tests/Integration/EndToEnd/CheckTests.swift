import Model
import TestKit
import Testing

@Suite("What check passes, run can begin")
struct CheckTests {
    private static let source = """
        CREATE TABLE visits (id integer PRIMARY KEY, region varchar(9), n int);
        INSERT INTO visits VALUES (1, 'EU', 1), (2, 'US', 2);
        """

    /// A migration into a database in which a role with few rights loads.
    private struct Loading {
        let migration: TestMigration
        let role: TestRole
        let target: TestDatabase

        /// - Parameter grants: what the role may do, besides creating schemas.
        init(
            _ setup: String, grants: [String] = [], tables: String, mayCreateSchemas: Bool = true,
            session: String = "{}",
            function: String = #function
        ) async throws {
            target = try await PostgresCluster.shared.database(function: function)
            try await target.execute("CREATE SCHEMA moved; \(setup)")
            let all = (mayCreateSchemas ? ["CREATE ON DATABASE \"\(target.name)\""] : []) + grants
            role = try await target.role(password: "loader", grants: all)
            migration = try await TestMigration(source: CheckTests.source, tables: tables, target: target)
            try migration.folder.write(
                "snowmelt.yaml",
                """
                source: {type: odbc, connection: "Driver=SQLite3;Database=\(migration.folder.path)/source.sqlite"}
                target: {url: '\(role.url.revealed)', session: \(session)}
                defaults: {threads: 1}
                tables:
                \(tables)
                """)
        }

        /// Checks that `check` fails with these words; `run` would, too.
        func expectRefusal(_ words: String..., arguments: [String] = []) async throws {
            let check = try await Program.run(
                "snowmelt", ["check"] + arguments, directory: migration.folder.path)
            #expect(check.code != 0, "\(check.standardOutput)")
            for word in words { #expect(check.standardOutput.contains(word), "\(word) in: \(check.standardOutput)") }
        }

        /// Follows the hint of the failed check: the GRANT or other statement in it.
        func expectPass() async throws {
            let check = try await migration.snowmelt("check")
            #expect(check.code == 0, "\(check.standardOutput)")
            let run = try await migration.snowmelt("run", "--progress", "none")
            #expect(run.code == 0, "\(run.standardError)")
        }
    }

    private static let append = "  - {source: main.visits, target: moved.visits, mode: append}"
    private static let truncate = "  - {source: main.visits, target: moved.visits, mode: truncate}"
    private static let table = "CREATE TABLE moved.visits (id int, region text, n int);"

    @Test(
        "each where, query, column rule and key is tried, without reading rows",
        arguments: [
            ("{source: main.visits, target: moved.visits, where: regio = 'EU'}", "regio"),
            ("{source: main.visits, target: moved.visits, where: region = }", "syntax error"),
            ("{query: SELECT id FROM visit, target: moved.visits}", "visit"),
            ("{source: main.visits, target: moved.visits, columns: {x: {expr: upper(regio)}}}", "regio"),
            ("{source: main.visits, target: moved.visits, columns: {regio: {drop: true}}}", "regio"),
            ("{source: main.visits, target: moved.visits, columns: {n: {type: inet4}}}", "inet4"),
            ("{source: main.visits, target: moved.visits, primary_key: [ident]}", "ident"),
            ("{source: main.visits, target: moved.visits, chunk: {column: ident}}", "ident"),
        ])
    func config(_ entry: String, _ word: String) async throws {
        let migration = try await TestMigration(
            source: Self.source, tables: "  - \(entry)", target: try await PostgresCluster.shared.database())
        let check = try await migration.snowmelt("check")
        #expect(check.code != 0 && check.standardOutput.contains(word), "\(check.standardOutput)")
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == check.code, "\(run.standardError)")
    }

    @Test("COPY's refusals are found: missing INSERT and SELECT, by table and by column")
    func privileges() async throws {
        let bare = try await Loading(Self.table, grants: ["USAGE ON SCHEMA moved"], tables: Self.append)
        try await bare.expectRefusal("may not read moved.visits", "GRANT SELECT, INSERT ON \"moved\".\"visits\"")
        try await bare.target.execute("GRANT SELECT ON moved.visits TO \"\(bare.role.name)\"")
        try await bare.expectRefusal("may not insert into moved.visits", "GRANT INSERT ON")
        try await bare.target.execute("GRANT INSERT (id, n) ON moved.visits TO \"\(bare.role.name)\"")
        try await bare.expectRefusal("may not insert into region of moved.visits", "GRANT INSERT (\"region\") ON")
        try await bare.target.execute("GRANT INSERT (region) ON moved.visits TO \"\(bare.role.name)\"")
        try await bare.expectPass()
    }

    @Test("a sequence that may not be used is found, if a column gets its default from it")
    func sequence() async throws {
        let numbered = try await Loading(
            "CREATE TABLE moved.visits (id int, region text, n int, no serial);",
            grants: ["USAGE ON SCHEMA moved", "SELECT, INSERT ON moved.visits"], tables: Self.append)
        try await numbered.expectRefusal(
            "may not use sequence moved.visits_no_seq", "GRANT USAGE ON SEQUENCE moved.visits_no_seq TO")
        try await numbered.target.execute("GRANT USAGE ON SEQUENCE moved.visits_no_seq TO \"\(numbered.role.name)\"")
        try await numbered.expectPass()
    }

    @Test("a schema that may not be used is found")
    func schemaUsage() async throws {
        let closed = try await Loading(Self.table, grants: ["SELECT, INSERT ON moved.visits"], tables: Self.append)
        try await closed.expectRefusal("may not use schema moved", "GRANT USAGE ON SCHEMA")
    }

    @Test("row-level security on somebody else's table is found")
    func rowSecurity() async throws {
        let secured = try await Loading(
            Self.table + "ALTER TABLE moved.visits ENABLE ROW LEVEL SECURITY;",
            grants: ["USAGE ON SCHEMA moved", "SELECT, INSERT ON moved.visits"], tables: Self.append)
        try await secured.expectRefusal("row-level security of moved.visits", "BYPASSRLS")
        try await secured.target.execute("ALTER ROLE \"\(secured.role.name)\" BYPASSRLS")
        try await secured.expectPass()
    }

    @Test("a trigger that may drop rows is found, unless the loading sessions turn it off")
    func droppingTrigger() async throws {
        let setup =
            Self.table + """
                CREATE FUNCTION moved.pick() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN IF NEW.n > 1 THEN RETURN NULL; END IF; RETURN NEW; END$$;
                CREATE TRIGGER picky BEFORE INSERT ON moved.visits FOR EACH ROW EXECUTE FUNCTION moved.pick();
                """
        let grants = ["USAGE ON SCHEMA moved", "SELECT, INSERT ON moved.visits"]
        let triggered = try await Loading(setup, grants: grants, tables: Self.append)
        try await triggered.expectRefusal("trigger picky of moved.visits may leave out rows")
        try await triggered.target.execute("ALTER TABLE moved.visits DISABLE TRIGGER picky")
        try await triggered.expectPass()
    }

    @Test("incoming foreign keys and rows under truncate are found")
    func truncation() async throws {
        let referred = try await Loading(
            Self.table + """
                ALTER TABLE moved.visits ADD PRIMARY KEY (id); CREATE TABLE moved.notes (v int REFERENCES moved.visits);
                INSERT INTO moved.visits VALUES (7, 'x', 1);
                """, grants: ["USAGE ON SCHEMA moved"], tables: Self.truncate)
        try await referred.target.execute("ALTER TABLE moved.visits OWNER TO \"\(referred.role.name)\"")
        try await referred.expectRefusal("moved.visits can't be truncated", "moved.notes")
        let run = try await referred.migration.snowmelt("run", "--progress", "none", "--allow-truncate", "true")
        #expect(run.code == 7 && run.standardError.contains("moved.notes"), "\(run.standardError)")
        try await referred.target.execute("DROP TABLE moved.notes")
        try await referred.expectRefusal("moved.visits holds rows, and mode truncate would remove them")
        let check = try await referred.migration.snowmelt("check", "--allow-truncate", "true")
        #expect(check.code == 0, "\(check.standardOutput)")
    }

    @Test("a type of an extension is found in its schema, or missed by check")
    func extensionType() async throws {
        let typed = try await Loading(
            "", grants: ["CREATE, USAGE ON SCHEMA moved"],
            tables: "  - {source: main.visits, target: moved.visits, columns: {region: {type: citext}}}")
        try await typed.expectRefusal("type citext of column region", "CREATE EXTENSION \"citext\"")
        try await typed.target.execute("CREATE EXTENSION citext")
        try await typed.expectPass()
        let type = """
            SELECT t.typname FROM pg_type t JOIN pg_attribute a ON a.atttypid = t.oid
            WHERE a.attrelid = 'moved.visits'::regclass AND a.attname = 'region'
            """
        #expect(try await typed.migration.targetRows(type) == ["citext"])
    }

    @Test("each setting of the session is tried")
    func session() async throws {
        let loading = try await Loading(
            "", grants: ["CREATE, USAGE ON SCHEMA moved"], tables: "  - {source: main.visits, target: moved.visits}",
            session: "{maintenance_work_mem: lots, wrk_mem: 1MB, work_mem: 8MB}")
        try await loading.expectRefusal("maintenance_work_mem: ", "wrk_mem: ")
    }

    @Test("connection limits of role and database are found")
    func connectionLimits() async throws {
        let limited = try await Loading(
            "", grants: ["CREATE, USAGE ON SCHEMA moved"], tables: "  - {source: main.visits, target: moved.visits}")
        for limit in ["ROLE \"\(limited.role.name)\"", "DATABASE \"\(limited.target.name)\""] {
            try await limited.target.execute("ALTER \(limit) CONNECTION LIMIT 3")
            try await limited.expectRefusal("even one slot needs 6", "ALTER \(limit) CONNECTION LIMIT")
            try await limited.target.execute("ALTER \(limit) CONNECTION LIMIT 8")
            let check = try await limited.migration.snowmelt("check", "--workers", "3", "--threads", "4")
            #expect(
                check.code == 0 && check.standardOutput.contains("3 workers of 4 slots need"), "\(check.standardOutput)"
            )
            try await limited.target.execute("ALTER \(limit) CONNECTION LIMIT -1")
        }
        try await limited.expectPass()
    }

    @Test("schemas that an administrator has made need no CREATE on the database")
    func madeSchemas() async throws {
        let made = try await Loading(
            "", grants: ["CREATE, USAGE ON SCHEMA moved"], tables: "  - {source: main.visits, target: moved.visits}",
            mayCreateSchemas: false)
        try await made.expectRefusal("migration_receipt is missing", "CREATE SCHEMA migration_receipt AUTHORIZATION")
        for schema in ["migration_receipt", "migration_status"] {
            try await made.target.execute("CREATE SCHEMA \(schema) AUTHORIZATION \"\(made.role.name)\"")
        }
        try await made.expectPass()
    }

    @Test("a table of another config's run is found, and one of this config's run isn't a problem")
    func owned() async throws {
        let loading = try await Loading(
            "", grants: ["CREATE, USAGE ON SCHEMA moved"], tables: "  - {source: main.visits, target: moved.visits}")
        #expect(try await loading.migration.snowmelt("plan", "--name", "mine").code == 0)
        let own = try await loading.migration.snowmelt("check")
        #expect(own.code == 0 && own.standardOutput.contains("mine"), "\(own.standardOutput)")
        let other = try await TestMigration(
            source: Self.source, tables: "  - {source: main.visits, target: moved.visits}", target: loading.target)
        let check = try await other.snowmelt("check")
        #expect(check.code == 7 && check.standardOutput.contains("moved.visits is in use: run mine"))
    }
}
