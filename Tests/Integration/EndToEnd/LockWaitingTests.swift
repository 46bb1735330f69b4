import Model
import Postgres
import TestKit
import Testing

@Suite("Waiting for a lock on a user's table")
struct LockWaitingTests {
    @Test(
        "while one reader holds its lock, other readers hardly wait, and the log names the holder",
        arguments: [LoadMode.replace, .truncate])
    func share(mode: LoadMode) async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute("CREATE TABLE public.items (id bigint PRIMARY KEY, label text)")
        try await database.execute("INSERT INTO public.items VALUES (-1, 'old')")
        let migration = try await TestMigration(
            source: "CREATE TABLE items (id INTEGER PRIMARY KEY, label TEXT); INSERT INTO items VALUES (1, 'new')",
            tables: "  - {source: main.items, target: public.items}",
            defaults: "  mode: \(mode.rawValue)\n  allow_truncate: true\n  threads: 1", target: database)
        let holder = try await database.connect()
        try await holder.begin()
        _ = try await holder.query(Self.read)
        let run = try migration.start("snowmelt", "run")
        try await eventually("the run waits for the holder", within: .seconds(60)) {
            try await database.rows("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'public.items'::regclass")
                .count > 0
        }
        // Measured in the server, since a busy machine also slows down reads that don't wait for a lock.
        let waits = try await Self.waits(database, looks: 500)
        #expect(waits.max() ?? 0 < 600, "\(waits)")
        let blocked = Double(waits.count { wait in wait >= 0 }) / Double(waits.count)
        #expect(blocked < 0.4, "\(blocked)")
        try await holder.commit()
        await holder.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardError.contains("held_by=\"process"), "\(ending.standardError)")
        #expect(try await database.rows("SELECT * FROM public.items") == ["1|new"])
    }

    @Test("a table that waits for its lock doesn't delay the tables after it")
    func others() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute("CREATE TABLE public.items (id bigint PRIMARY KEY, label text)")
        let tables = ["items"] + (1...6).map { "other\($0)" }
        let migration = try await TestMigration(
            source: tables.map {
                "CREATE TABLE \($0) (id INTEGER PRIMARY KEY, label TEXT); INSERT INTO \($0) VALUES (1, 'new');"
            }
            .joined(),
            tables: tables.map { "  - {source: main.\($0), target: public.\($0)}" }.joined(separator: "\n"),
            defaults: "  threads: 1", target: database)
        #expect(try await migration.snowmelt("plan").code == 0)
        let holder = try await database.connect()
        try await holder.begin()
        _ = try await holder.query(Self.read)
        let run = try migration.start("snowmelt", "run")
        try await eventually("the others are published", within: .seconds(120)) {
            try await database.rows(
                "SELECT status FROM migration_status.migration_table_status WHERE status = 'completed'"
            ).count == 6
        }
        try await eventually("status names the step that waits") {
            try await migration.snowmelt("status").standardOutput.contains("publishing: swap 0:0")
        }
        let json = try await migration.snowmelt("status", "--output", "json").standardOutput
        #expect(json.contains(#""step":"swap""#) || json.contains(#""step" : "swap""#), "\(json)")
        try await holder.commit()
        await holder.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await database.rows("SELECT * FROM public.items") == ["1|new"])
    }

    private static let read = Statement(name: "read", text: "SELECT label FROM public.items")

    /// Samples, 10 ms apart, how many milliseconds the run has been waiting in front of other readers; −1 if it isn't
    /// waiting.
    private static func waits(_ database: TestDatabase, looks: Int) async throws -> [Int] {
        var waits: [Int] = []
        for _ in 0..<looks {
            waits += try await database.rows(
                """
                SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart) * 1000), -1)::int FROM pg_locks
                WHERE NOT granted AND relation = 'public.items'::regclass
                """
            ).compactMap { row in Int(row) }
            try await Task.sleep(for: .milliseconds(10))
        }
        return waits
    }
}
