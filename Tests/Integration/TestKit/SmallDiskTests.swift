import Failures
import Postgres
import TestKit
import Testing

@Suite("A small disk", .enabled(if: SmallDisk.obstacle == nil, "\(SmallDisk.obstacle ?? "")"))
struct SmallDiskTests {
    @Test("a tablespace on it becomes full, and accepts rows again after it has grown")
    func tablespace() async throws {
        let database = try await PostgresCluster.shared.database()
        let disk = try SmallDisk(mebibytes: 2)
        try await database.moveTablesAhead(to: disk)
        try await database.execute("CREATE TABLE t (line text)")
        let fill = "INSERT INTO t SELECT repeat(md5(i::text), 30) FROM generate_series(1, 5000) i"
        let full = await postgresError { try await database.execute(fill) }
        #expect(full?.sqlState == "53100")
        #expect(full?.disposition == .transient)
        try disk.resize(mebibytes: 64)
        try await database.execute(fill)
        try await database.dropWithTablespace()
    }

    @Test("a WAL on it becomes full, and the server starts again when there is space")
    func writeAheadLog() async throws {
        let disk = try SmallDisk(mebibytes: 48)
        let cluster = try await PostgresCluster.start(
            settings: ["max_wal_size = '16MB'", "min_wal_size = '2MB'"], wal: disk)
        let database = try await cluster.database()
        try await database.execute("CREATE TABLE t (line text)")
        try disk.fill()
        let fill = "INSERT INTO t SELECT repeat(md5(i::text), 30) FROM generate_series(1, 20000) i"
        let full = await postgresError {
            for _ in 0..<5 { try await database.execute(fill) }
        }
        #expect(full?.disposition == .transient)
        try await eventually("the server says why") { cluster.log.contains("No space left on device") }
        try disk.freeUp()
        try await cluster.stop(mode: .immediate)
        try await cluster.start()
        try await database.execute("INSERT INTO t VALUES ('again')")
        #expect(try await database.rows("SELECT line FROM t WHERE line = 'again'") == ["again"])
        try await cluster.stop()
    }
}
