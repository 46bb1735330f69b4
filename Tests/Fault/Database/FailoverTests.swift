import TestKit
import Testing

@Suite("A standby that takes over")
struct FailoverTests {
    @Test(
        "fault 36: after a failover that loses claims and done marks, receipts correct the queue",
        arguments: Layout.allCases)
    func lagging(layout: Layout) async throws {
        let primary = try await PostgresCluster.start()
        let database = try await primary.database()
        let standby = try await primary.standby()
        let folder = try TestFolder()
        let origin = TestSource.sqlite(in: folder)
        try await origin.run(Visits.sql(rows: 20_000))
        let target = try await PostgresCluster.shared.database()
        /// The same migration, with the test connected to one of the servers.
        func migration(on server: PostgresCluster) throws -> TestMigration {
            let here = server.counterpart(of: database)
            let either = database.url(orOn: standby)
            return try TestMigration(
                from: origin, tables: Visits.tables, defaults: "  threads: 2\n  chunk_rows: 500\n  batch_rows: 100",
                target: layout == .oneDatabase ? here : target, control: layout == .oneDatabase ? nil : here,
                targetURL: layout == .oneDatabase ? either : nil,
                controlURL: layout == .oneDatabase ? nil : either, folder: folder)
        }
        let before = try migration(on: primary)
        let after = try migration(on: standby)
        let done = "SELECT count(*) FROM migration_status.work WHERE state = 'done'"

        #expect(try await before.snowmelt("plan").code == 0)
        _ = try await SlowLoading(before, seconds: 0.3)
        let run = try before.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await eventually("the first chunks are done") { try await before.number(done, in: before.control) >= 2 }
        try await standby.catchUp(with: primary)
        try await standby.stopReceiving(from: primary)
        let kept = try await after.number(done, in: after.control)
        try await eventually("more are done than the standby knows of") {
            try await before.number(done, in: before.control) >= kept + 4
        }
        try await primary.stop(mode: .immediate)
        try await standby.promote()
        #expect(try await after.number(done, in: after.control) < kept + 4)
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await oracle(after)
    }
}
