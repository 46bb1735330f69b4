import Model
import Postgres
import TestKit
import Testing

@Suite("Waiting for a lock on a user's table")
struct LockWaitingTests {
    @Test(
        "beside a reader that doesn't let go, other readers are hardly held up, and the log says who holds the lock",
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
        let (longest, blocked) = try await Self.reading(database, for: .seconds(5))
        #expect(longest < .milliseconds(600), "\(longest)")
        #expect(blocked < 0.4, "\(blocked)")
        try await holder.commit()
        await holder.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardError.contains("held_by=\"process"), "\(ending.standardError)")
        #expect(try await database.rows("SELECT * FROM public.items") == ["1|new"])
    }

    private static let read = Statement(name: "read", text: "SELECT label FROM public.items")

    /// How long the longest of many reads took, and which share of the time reads took that were held up.
    private static func reading(
        _ database: TestDatabase, for time: Duration
    ) async throws -> (longest: Duration, blocked: Double) {
        let reader = try await database.connect()
        let start = ContinuousClock.now
        var (longest, blocked) = (Duration.zero, Duration.zero)
        while ContinuousClock.now - start < time {
            let before = ContinuousClock.now
            _ = try await reader.query(read)
            let took = ContinuousClock.now - before
            longest = max(longest, took)
            if took > .milliseconds(40) { blocked += took }
        }
        await reader.close()
        return (longest, blocked / time)
    }
}
