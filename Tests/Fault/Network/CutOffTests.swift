import Glibc
import TestKit
import Testing

@Suite(
    "Workers cut off from databases", .enabled(if: TestNetwork.obstacle == nil, "\(TestNetwork.obstacle ?? "")"))
struct CutOffTests {
    /// Two clusters, and two network places for the programs.
    private struct Ground {
        let network: TestNetwork
        let worker: TestNetwork.Host
        let others: TestNetwork.Host
        let control: TestNetwork.Host
        let target: TestNetwork.Host
        let controlCluster: PostgresCluster
        let targetCluster: PostgresCluster

        init() async throws {
            network = try TestNetwork(["worker", "others", "control", "target"])
            worker = try network.host("worker")
            others = try network.host("others")
            control = try network.host("control")
            target = try network.host("target")
            controlCluster = try await PostgresCluster.start(on: control)
            targetCluster = try await PostgresCluster.start(on: target)
        }

        func migration(rows: Int = 20_000, function: String = #function) async throws -> TestMigration {
            try await TestMigration(
                source: Visits.sql(rows: rows), tables: Visits.tables,
                defaults: "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200\n  max_retry_attempts: 5",
                target: try await targetCluster.database(function: function),
                control: try await controlCluster.database(function: "control_\(function)"))
        }
    }

    @Test("fault 19: a worker cut off only from the control database loses its lease, and others copy its chunks")
    func fromControl() async throws {
        let ground = try await Ground()
        let migration = try await ground.migration()
        #expect(try await migration.snowmelt("plan", under: [ground.others.inside]).code == 0)
        let slow = try await SlowLoading(migration)
        let lonely = try migration.start(
            "snowmelt-worker", "--log-format", "json", under: [ground.worker.inside])
        try await slow.copying()
        try ground.network.cut(ground.worker, from: ground.control)
        let start = ContinuousClock.now
        try await slow.end()
        let run = try await migration.snowmelt(
            "run", "--workers", "1", "--progress", "none", under: [ground.others.inside], timeout: .seconds(180))
        #expect(run.code == 0, "\(run.standardError)")
        let recovery = Recovery(measured: .now - start, chunk: .seconds(2))
        #expect(try ground.network.lostPackets > 0)
        try ground.network.heal()
        let ending = try await lonely.ending()
        #expect(ending.code == 4, "\(ending.standardError)")
        print(try await oracle(migration, recovery: recovery, logs: [ending.standardError], lostLeases: 1))
    }

    @Test("fault 20: a worker cut off only from the target keeps its lease, and its chunks return to the queue")
    func fromTarget() async throws {
        let ground = try await Ground()
        let migration = try await ground.migration()
        #expect(try await migration.snowmelt("plan", under: [ground.others.inside]).code == 0)
        let slow = try await SlowLoading(migration)
        let lonely = try migration.start(
            "snowmelt-worker", "--log-format", "json", under: [ground.worker.inside])
        try await slow.copying()
        try ground.network.cut(ground.worker, from: ground.target)
        let start = ContinuousClock.now
        try await slow.end()
        let run = try await migration.snowmelt(
            "run", "--workers", "1", "--progress", "none", under: [ground.others.inside], timeout: .seconds(180))
        #expect(run.code == 0, "\(run.standardError)")
        // Either end needs up to 25 s to notice, and the worker another 5 s to find that it can't connect.
        let recovery = Recovery(measured: .now - start, chunk: .seconds(2))
        #expect(try ground.network.lostPackets > 0)
        try ground.network.heal()
        lonely.signal(SIGTERM)
        let ending = try await lonely.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        print(try await oracle(migration, recovery: recovery, logs: [ending.standardError], lostLeases: 0))
    }

    @Test("fault 21: with 20 % of the packets lost and 300 ms ± 200 delay, the run only takes longer")
    func loss() async throws {
        let seed = Seeded().seed
        print("loss(): SNOWMELT_SEED=\(seed) has the same delays again; which packets get lost can't be repeated")
        let ground = try await Ground()
        let target = try await ground.targetCluster.database()
        let control = try await ground.controlCluster.database(function: "control()")
        let toTarget = try FaultProxy(before: ground.targetCluster, on: ground.target, seed: seed)
        let toControl = try FaultProxy(before: ground.controlCluster, on: ground.control, seed: seed &+ 1)
        let migration = try await TestMigration(
            source: Visits.sql(rows: 1_000), tables: Visits.tables,
            defaults: "  threads: 3\n  chunk_rows: 250\n  max_retry_attempts: 20", target: target, control: control,
            targetURL: toTarget.url(of: target), controlURL: toControl.url(of: control))
        #expect(try await migration.snowmelt("plan", under: [ground.others.inside]).code == 0)
        for proxy in [toTarget, toControl] {
            proxy.inject(
                .delay(.milliseconds(300), jitter: .milliseconds(200)), into: .application(ProxiedVisits.worker))
        }
        for server in [ground.target, ground.control] {
            try ground.network.lose(percent: 20, between: ground.worker, and: server)
        }
        let run = try migration.start(
            "snowmelt", "run", "--workers", "0", "--progress", "none", under: [ground.others.inside])
        var workers: [Program] = []
        try await eventually("the run ends", within: .seconds(400)) {
            // A worker that can't connect, or loses its lease because of it, is replaced, as an operator would do.
            for worker in workers where !worker.isRunning { _ = try await worker.ending() }
            workers.removeAll { !$0.isRunning }
            while workers.count < 2 {
                workers.append(try migration.start("snowmelt-worker", under: [ground.worker.inside]))
            }
            return !run.isRunning
        }
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try ground.network.lostPackets > 0)
        #expect(toTarget.strikes > 0 && toControl.strikes > 0)
        try ground.network.heal()
        for worker in workers { worker.signal(SIGTERM) }
        for worker in workers { _ = try await worker.ending() }
        print(try await oracle(migration))
    }
}
