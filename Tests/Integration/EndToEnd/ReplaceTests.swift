import Model
import Postgres
import TestKit
import Testing

@Suite("Replacing a table that its owner has customised")
struct ReplaceTests {
    private static func migration(
        rows: Int, settings: String = "", function: String = #function
    ) async throws -> (shaped: ShapedTable, migration: TestMigration) {
        let shaped = try await ShapedTable(try await PostgresCluster.shared.database(function: function))
        let migration = try await TestMigration(
            source: ShapedTable.source(rows: rows), tables: ShapedTable.tables,
            defaults: "  threads: 2\n  chunk_rows: 1000\(settings)", target: shaped.database,
            targetURL: shaped.loader.url)
        return (shaped, migration)
    }

    @Test(
        "a run leaves the catalogue unchanged, even with readers, writers and a view created meanwhile",
        arguments: ["", "\n  unlogged: true"])
    func unchanged(settings: String) async throws {
        let (shaped, migration) = try await Self.migration(rows: 5000, settings: settings)
        let plan = try await migration.snowmelt("plan")
        #expect(plan.code == 0, "\(plan.standardError)")
        try await shaped.database.execute(
            #"SET ROLE \#(shaped.owner); CREATE VIEW a.meanwhile AS SELECT max(id) AS most FROM a."Items""#)
        // The staging table exists already; nothing of it may be left afterwards.
        let before = try await shaped.catalogue().filter { !$0.contains("__snowmelt") }
        let run = try migration.start("snowmelt", "run")
        let traffic = Task { try await Self.traffic(shaped) }
        let ending = try await run.ending()
        traffic.cancel()
        #expect(ending.code == 0, "\(ending.standardError)")
        let counts = try await traffic.value
        #expect(counts.isSubset(of: [3, 5000]), "\(counts)")
        let after = try await shaped.catalogue()
        #expect(before.count > 100)
        #expect(Set(before).subtracting(after).sorted() == [])
        #expect(Set(after).subtracting(before).sorted() == [])
        #expect(try await migration.number("SELECT most FROM a.meanwhile") == 5000)
        #expect(try await migration.number("SELECT count(*) FROM a.upon") == 5000)
        #expect(try await migration.number(#"SELECT count(*) FROM pg_class WHERE relname LIKE '\_\_snowmelt%'"#) == 0)
        // The reader still sees only the rows that its policy allows.
        let reader = try await shaped.database.connect()
        try await reader.execute(Statement(name: "test", text: "SET ROLE \(shaped.reader)"))
        let seen = try await reader.query(Statement(name: "test", text: #"SELECT count(*) AS n FROM a."Items""#))
        #expect(try seen.first?.int("n") == 2500)
        await reader.close()
    }

    /// Reads the table and inserts orders until it is cancelled; returns the row counts that it read.
    private static func traffic(_ shaped: ShapedTable) async throws -> Set<Int> {
        let connection = try await shaped.database.connect()
        var counts: Set<Int> = []
        while !Task.isCancelled {
            let row = try await connection.query(Statement(name: "read", text: "SELECT count(*) AS n FROM a.some"))
                .first
            counts.insert(try row?.int("n") ?? -1)
            try await connection.execute(Statement(name: "write", text: "INSERT INTO a.orders (item) VALUES (2)"))
        }
        await connection.close()
        return counts
    }

    @Test(
        "the next row that a user inserts gets a key after the loaded ones, in every mode",
        arguments: LoadMode.loading)
    func sequences(mode: LoadMode) async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute(
            """
            CREATE TABLE public.items (
                id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT 2) PRIMARY KEY, code serial, label text, qty int,
                boss int, branch int);
            """)
        let migration = try await TestMigration(
            source: ShapedTable.source(rows: 500), tables: "  - {source: main.items, target: public.items}",
            defaults: "  mode: \(mode.rawValue)", target: database)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await database.execute("INSERT INTO public.items (label) VALUES ('mine')")
        #expect(
            try await database.rows("SELECT id, code FROM public.items WHERE label = 'mine'") == ["501|5001"])
    }

    @Test("dependents that can't be carried over are refused by check and plan, each by name, before a row is copied")
    func refused() async throws {
        let (shaped, migration) = try await Self.migration(rows: 10)
        try await shaped.database.execute(
            """
            SET ROLE \(shaped.owner);
            CREATE MATERIALIZED VIEW a.stored AS SELECT count(*) FROM a."Items";
            CREATE TABLE a.holds (item a."Items");
            CREATE FUNCTION a.takes(i a."Items") RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE TABLE a.heir () INHERITS (a."Items");
            """)
        for verb in ["check", "plan"] {
            let ending = try await migration.snowmelt(verb)
            #expect(ending.code == 7, "\(verb): \(ending.standardError)")
            for name in ["a.stored", "a.holds", "a.takes", "a.heir", "mode truncate"] {
                let text = ending.standardOutput + ending.standardError
                #expect(text.contains(name), "\(verb): \(name): \(text)")
            }
        }
    }

    @Test("with on_dependents: refuse, dependents are refused by name, and a table without dependents is replaced")
    func refusedByRule() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute(
            """
            CREATE TABLE public.items (id int PRIMARY KEY);
            CREATE VIEW public.shown AS SELECT id FROM public.items;
            CREATE TABLE public.orders (item int REFERENCES public.items (id));
            """)
        let migration = try await TestMigration(
            source: "CREATE TABLE items (id INTEGER PRIMARY KEY); INSERT INTO items VALUES (1)",
            tables: "  - {source: main.items, target: public.items, on_dependents: refuse}", target: database)
        for verb in ["check", "plan"] {
            let ending = try await migration.snowmelt(verb)
            let text = ending.standardOutput + ending.standardError
            #expect(ending.code == 7, "\(text)")
            #expect(text.contains("public.shown") && text.contains("public.orders"), "\(verb): \(text)")
        }
        try await database.execute("DROP VIEW public.shown; DROP TABLE public.orders")
        #expect(try await migration.snowmelt("run").code == 0)
        #expect(try await database.rows("SELECT * FROM public.items") == ["1"])
    }

    @Test(
        "a materialized view created meanwhile is named when publishing, the old rows stay; `publish` works without it")
    func meanwhile() async throws {
        let (shaped, migration) = try await Self.migration(rows: 10)
        #expect(try await migration.snowmelt("plan").code == 0)
        try await shaped.database.execute(
            #"SET ROLE \#(shaped.owner); CREATE MATERIALIZED VIEW a.stored AS SELECT count(*) FROM a."Items""#)
        let run = try await migration.snowmelt("run")
        #expect(run.code != 0)
        #expect((run.standardOutput + run.standardError).contains("materialized view a.stored"), "\(run.standardError)")
        #expect(try await migration.number(#"SELECT count(*) FROM a."Items""#) == 3)
        try await shaped.database.execute("DROP MATERIALIZED VIEW a.stored")
        let publish = try await migration.snowmelt("publish", "latest")
        #expect(publish.code == 0, "\(publish.standardError)")
        #expect(try await migration.number(#"SELECT count(*) FROM a."Items""#) == 10)
    }

    @Test("if rows violate a constraint, the old rows stay, and the message names the constraint")
    func violated() async throws {
        let (shaped, migration) = try await Self.migration(rows: 10)
        // The plan would find it.
        #expect(try await migration.snowmelt("plan").code == 0)
        try await migration.source("UPDATE items SET code = 20 WHERE id = 9")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        #expect((run.standardOutput + run.standardError).contains("don't meet"), "\(run.standardError)")
        #expect(try await migration.number(#"SELECT count(*) FROM a."Items""#) == 3)
        try await shaped.database.execute(
            #"ALTER TABLE a.orders DROP CONSTRAINT code_fk; ALTER TABLE a."Items" REPLICA IDENTITY DEFAULT; "#
                + #"ALTER TABLE a."Items" DROP CONSTRAINT code_once; DROP INDEX a."Items_code""#)
        let publish = try await migration.snowmelt("publish", "latest")
        #expect(publish.code == 0, "\(publish.standardError)")
    }

    @Test(
        "after a coordinator was killed before or after the swap, a successor completes it with an unchanged catalogue",
        arguments: ["before-swap", "after-swap"])
    func killed(point: String) async throws {
        let (shaped, migration) = try await Self.migration(rows: 10)
        let before = try await shaped.catalogue()
        let killed = try await migration.snowmelt("run", environment: ["SNOWMELT_FAULT_POINTS": "\(point)=kill"])
        #expect(killed.code != 0)
        // The lead must expire first.
        try await eventually("a successor takes over", within: .seconds(90)) {
            let run = try await migration.snowmelt("run")
            #expect([0, 7].contains(run.code), "\(run.standardError)")
            return run.code == 0
        }
        let after = try await shaped.catalogue()
        #expect(Set(before).symmetricDifference(after).sorted() == [])
        #expect(try await migration.number(#"SELECT count(*) FROM a."Items""#) == 10)
    }

    @Test(
        "tables of one run with a foreign key between them are replaced in the key's order, and the key stays valid")
    func related() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute(
            """
            CREATE TABLE public.customers (id bigint PRIMARY KEY, name text);
            CREATE TABLE public.buys (id bigint PRIMARY KEY, customer bigint CONSTRAINT who REFERENCES customers);
            INSERT INTO customers VALUES (1, 'gone'), (2, 'stays'); INSERT INTO buys VALUES (1, 1), (2, 2);
            """)
        let migration = try await TestMigration(
            source: """
                CREATE TABLE buys (id INTEGER PRIMARY KEY, customer INTEGER); INSERT INTO buys VALUES (5, 2), (6, 3);
                CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
                INSERT INTO customers VALUES (2, 'stays'), (3, 'came');
                """,
            tables: "  - {source: main.*, target: public.*}", target: database)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await database.rows("SELECT * FROM buys") == ["5|2", "6|3"])
        #expect(try await database.rows("SELECT convalidated FROM pg_constraint WHERE conname = 'who'") == ["true"])
    }

    @Test("with definition: source, the plan lists what is lost, and dependents are refused")
    func fromSource() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute(
            """
            CREATE TABLE public.items (id int PRIMARY KEY, more text DEFAULT 'x');
            CREATE POLICY p ON public.items USING (true); ALTER TABLE public.items ENABLE ROW LEVEL SECURITY;
            """)
        let migration = try await TestMigration(
            source: ShapedTable.source(rows: 5),
            tables: "  - {source: main.items, target: public.items, definition: source}", target: database)
        let plan = try await migration.snowmelt("plan", "--dry-run")
        #expect(plan.code == 0, "\(plan.standardError)")
        for word in ["row level security", "policy p", "default of column more", "definition: target"] {
            #expect(plan.standardOutput.contains(word), "\(word): \(plan.standardOutput)")
        }
        try await database.execute("CREATE VIEW public.v AS SELECT id FROM public.items")
        let refused = try await migration.snowmelt("plan")
        #expect(refused.code == 7, "\(refused.standardError)")
        #expect(refused.standardError.contains("view public.v"), "\(refused.standardError)")
        try await database.execute("DROP VIEW public.v")
        #expect(try await migration.snowmelt("run").code == 0)
        #expect(try await migration.number("SELECT count(*) FROM public.items WHERE label IS NOT NULL") == 5)
    }
}

extension LoadMode {
    static let loading: [LoadMode] = [.replace, .truncate, .append]
}
