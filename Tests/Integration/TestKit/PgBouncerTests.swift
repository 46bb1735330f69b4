import Failures
import Postgres
import TestKit
import Testing

@Suite("PgBouncer in front of a cluster", .enabled(if: PgBouncer.obstacle == nil, "\(PgBouncer.obstacle ?? "")"))
struct PgBouncerTests {
    @Test("transactions share connections")
    func shares() async throws {
        let database = try await PostgresCluster.shared.database()
        let bouncer = try await PgBouncer.start(for: database.cluster, poolSize: 1)
        var pids: Set<Int> = []
        for _ in 0..<3 {
            let connection = try await connect(bouncer, database)
            let row = try #require(try await connection.query(sql("SELECT pg_backend_pid() AS pid")).first)
            pids.insert(try row.int("pid"))
        }
        #expect(pids.count == 1)
        try await bouncer.stop()
    }

    @Test("it can be stopped or killed and started again on the same port", arguments: [true, false])
    func restarts(isKilled: Bool) async throws {
        let database = try await PostgresCluster.shared.database()
        let bouncer = try await PgBouncer.start(for: database.cluster)
        let connection = try await connect(bouncer, database)
        try await connection.begin()
        try await bouncer.stop(mode: isKilled ? .kill : .fast)
        let lost = await postgresError { try await connection.query(sql("SELECT 1")) }
        #expect(lost?.disposition == .transient)
        let refused = await postgresError { try await connect(bouncer, database) }
        #expect(refused?.kind == .unreachable)
        try await bouncer.start()
        let again = try await connect(bouncer, database)
        #expect(try await again.query(sql("SELECT 1")).count == 1)
        try await bouncer.stop()
    }

    @Test("a whole run works through it")
    func migration() async throws {
        let database = try await PostgresCluster.shared.database()
        let bouncer = try await PgBouncer.start(for: database.cluster)
        let migration = try await TestMigration(
            source: Visits.sql(rows: 1000), tables: Visits.tables, defaults: "  threads: 2\n  chunk_rows: 100",
            target: database, targetURL: bouncer.url(of: database))
        let run = try await migration.snowmelt("run", "--workers", "2")
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration, isPooled: true)
        try await bouncer.stop()
    }

    private func connect(_ bouncer: PgBouncer, _ database: TestDatabase) async throws -> PostgresConnection {
        try await PostgresConnection.connect(
            PostgresOptions(url: bouncer.url(of: database), applicationName: "test"))
    }
}
