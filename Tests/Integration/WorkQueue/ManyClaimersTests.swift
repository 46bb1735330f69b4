import Model
import Postgres
import TestKit
import Testing
import WorkQueue

@Suite("Two hundred claimers")
struct ManyClaimersTests {
    private static let claimers = 200
    private static let limit = SourceLimit(source: "a source", connections: 7)

    @Test("hold no more connections to a source than it allows, and copy each chunk once")
    func limit() async throws {
        // A cluster of its own, since other tests need the shared cluster's connections.
        let cluster = try await PostgresCluster.start()
        let planned = try await PlannedRun(tables: [300, 300], cluster: cluster)
        try await planned.queue.preparePermits(Self.limit)
        try await planned.database.execute(
            "CREATE TABLE held (worker uuid, slot int, since timestamptz DEFAULT clock_timestamp(), until timestamptz)")
        var workers: [RandomID] = []
        for _ in 0..<20 { workers.append(try await planned.worker()) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for claimer in 0..<Self.claimers {
                let worker = workers[claimer % workers.count]
                group.addTask { try await Self.work(planned, worker: worker, slot: claimer) }
            }
            try await group.waitForAll()
        }
        #expect(try await planned.states() == "done 600")
        #expect(try await planned.value("SELECT count(*) FROM migration_status.attempt") == "600")
        // A slot records the start after it has a permit, and the end before it returns the permit, by one clock.
        let most = try await planned.value(
            """
            SELECT max(holders) FROM (
                SELECT sum(step) OVER (ORDER BY at, step) AS holders
                  FROM (SELECT since AS at, 1 AS step FROM held UNION ALL SELECT until, -1 FROM held) changes) h
            """)
        #expect(try #require(most.flatMap { Int($0) }) <= Self.limit.connections)
        #expect(try #require(most.flatMap { Int($0) }) > 1)
        #expect(try await planned.value("SELECT count(*) FROM held WHERE until IS NULL") == "0")
        let held = try await planned.value(
            "SELECT count(*) FROM migration_status.source_permit WHERE worker_id IS NOT NULL")
        #expect(held == "0")
        await planned.control.close()
        try await cluster.stop()
    }

    /// Works like a slot until no chunk is left: takes a permit, claims chunks, returns the permit.
    private static func work(_ planned: PlannedRun, worker: RandomID, slot: Int) async throws {
        let control = ControlDatabase(options: planned.database.options(deadline: .seconds(120)))
        let queue = WorkQueue(database: control, configIdentity: PlannedRun.config)
        try await eventually("claimer \(slot) finds nothing left", within: .seconds(300)) {
            guard try await queue.acquirePermit(limit, worker: worker, slot: slot) else {
                return try await queue.remaining(run: nil) == (0, 0)
            }
            try await control.execute(
                Statement(name: "test", text: "INSERT INTO held VALUES ($1::uuid, $2::int)"),
                [.text(worker.text), .int(slot)])
            var mayBeMore = true
            for _ in 1...3 where mayBeMore {
                let chunk = try await queue.claim(
                    run: planned.run.id, after: 0, worker: worker, token: RandomID())
                if let chunk { try await queue.finish(chunk, CopiedChunk(rows: 1, bytes: 1)) }
                mayBeMore = chunk != nil
            }
            try await control.execute(
                Statement(
                    name: "test",
                    text: """
                        UPDATE held SET until = clock_timestamp()
                         WHERE worker = $1::uuid AND slot = $2::int AND until IS NULL
                        """), [.text(worker.text), .int(slot)])
            try await queue.releasePermit(limit, worker: worker, slot: slot)
            return !mayBeMore
        }
        await control.close()
    }
}
