import Failures
import Model
import Postgres
import TestKit
import Testing

@Suite("A PostgreSQL server that stops")
struct ServerFaultTests {
    @Test(
        "a connection is lost with a transient error, and a new one works after the restart",
        arguments: [PostgresCluster.StopMode.fast, .immediate, .kill])
    func restart(mode: PostgresCluster.StopMode) async throws {
        let cluster = try await PostgresCluster.start()
        let database = try await cluster.database()
        let connection = try await database.connect()
        try await connection.execute(sql("CREATE TABLE t (i int)"))
        try await cluster.stop(mode: mode)
        let lost = await postgresError {
            for _ in 0..<2000 { try await connection.execute(sql("INSERT INTO t VALUES (1)")) }
        }
        #expect(lost?.disposition == .transient)
        #expect(connection.isBroken)
        let refused = await postgresError { try await database.connect() }
        #expect(refused?.disposition == .transient)
        try await cluster.start()
        let again = try await database.connect()
        #expect(try await again.query(sql("SELECT 1 AS one")).count == 1)
        try await cluster.stop()
    }
}
