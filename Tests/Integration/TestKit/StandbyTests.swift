import Postgres
import TestKit
import Testing

@Suite("A streaming replica")
struct StandbyTests {
    @Test("it follows, falls behind when told to, and accepts writes once promoted")
    func promoted() async throws {
        let primary = try await PostgresCluster.start()
        let database = try await primary.database()
        try await database.execute("CREATE TABLE t (i int); INSERT INTO t VALUES (1)")
        let standby = try await primary.standby()
        let copy = standby.counterpart(of: database)
        try await standby.catchUp(with: primary)
        #expect(try await copy.rows("SELECT i FROM t") == ["1"])
        let readOnly = await postgresError { try await copy.execute("INSERT INTO t VALUES (0)") }
        #expect(readOnly?.sqlState == "25006")

        try await standby.pauseReplay()
        try await database.execute("INSERT INTO t VALUES (2)")
        #expect(try await copy.rows("SELECT i FROM t") == ["1"])
        try await standby.resumeReplay()
        try await standby.catchUp(with: primary)
        #expect(try await copy.rows("SELECT i FROM t") == ["1", "2"])

        let either = PostgresOptions(url: database.url(orOn: standby), applicationName: "test")
        let before = try await PostgresConnection.connect(either)
        #expect(before.displayName.contains(":\(primary.port)/"))
        try await primary.stop(mode: .immediate)
        try await standby.promote()
        let after = try await PostgresConnection.connect(either)
        #expect(after.displayName.contains(":\(standby.port)/"))
        try await after.execute(sql("INSERT INTO public.t VALUES (3)"))
        #expect(try await copy.rows("SELECT i FROM t") == ["1", "2", "3"])
    }

    @Test("with an apply delay, commits become visible later")
    func delayed() async throws {
        let primary = try await PostgresCluster.start()
        let database = try await primary.database()
        try await database.execute("CREATE TABLE t (i int)")
        let standby = try await primary.standby(applyDelay: .seconds(600))
        let copy = standby.counterpart(of: database)
        try await database.execute("INSERT INTO t VALUES (1)")
        try await eventually("the standby has received it") {
            try await copy.rows("SELECT pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn() AS behind") == ["true"]
        }
        #expect(try await copy.rows("SELECT i FROM t").isEmpty)
        try await standby.promote()
        #expect(try await copy.rows("SELECT i FROM t") == ["1"])
    }
}
