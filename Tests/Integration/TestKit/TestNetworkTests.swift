import Model
import Postgres
import TestKit
import Testing

@Suite("A network for tests", .enabled(if: TestNetwork.obstacle == nil, "\(TestNetwork.obstacle ?? "")"))
struct TestNetworkTests {
    @Test("a program is cut off from one server but not from the other, loses packets, and recovers")
    func cut() async throws {
        let network = try TestNetwork(["worker", "control", "target"])
        let worker = try network.host("worker")
        let (near, far) = (try network.host("control"), try network.host("target"))
        let control = try await PostgresCluster.start(on: near).database(function: "control()")
        let target = try await PostgresCluster.start(on: far).database()
        #expect(try await ask(control, from: worker).standardOutput == "1\n")
        #expect(try await ask(target, from: worker).standardOutput == "1\n")
        // From here the server is only reachable by its Unix socket.
        #expect(try await control.rows("SELECT 2 AS two") == ["2"])

        try network.cut(worker, from: near)
        let refused = try await ask(control, from: worker, patience: 2)
        #expect(refused.code == 2)
        #expect(refused.standardError.contains("timeout expired"), "\(refused.standardError)")
        #expect(try await ask(target, from: worker).standardOutput == "1\n")
        #expect(try network.lostPackets > 0)

        try network.heal()
        #expect(try await ask(control, from: worker).standardOutput == "1\n")
        let before = try network.lostPackets
        try network.lose(percent: 20, between: worker, and: far)
        // Small requests, since TCP waits twice as long after each consecutive loss.
        try await eventually("some are lost, and what was asked is answered all the same") {
            #expect(try await ask(target, from: worker).standardOutput == "1\n")
            return try network.lostPackets > before
        }
    }

    @Test("a whole migration runs inside it")
    func migration() async throws {
        let network = try TestNetwork(["worker", "target"])
        let target = try await PostgresCluster.start(on: network.host("target")).database()
        let migration = try await TestMigration(source: Visits.sql(rows: 300), tables: Visits.tables, target: target)
        let run = try await migration.snowmelt("run", under: [network.host("worker").inside])
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
    }

    private func ask(
        _ database: TestDatabase, _ query: String = "SELECT 1", from host: TestNetwork.Host, patience: Int = 60
    ) async throws -> Program.Ending {
        try await Program.run(
            "psql", ["-X", "-A", "-t", "-c", query, database.url.revealed],
            environment: ["PGCONNECT_TIMEOUT": "\(patience)"],
            under: [host.inside])
    }
}
