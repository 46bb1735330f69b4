import Model
import ODBCSource
import RowSource
import TestKit
import Testing

/// Errors that a worker attributes to the source and not to the chunk.
@Suite("A connection that the server ends")
struct DroppedConnectionTests {
    private struct System: Sendable {
        var connect: @Sendable () async throws -> any SourceConnection
        /// Returns the number of a session's server process.
        var number: String
        var kill: @Sendable (String) -> String
        /// Runs for a minute before its first row.
        var slow: String
        /// More rows than fit into the driver's and the network's buffers.
        var many: String
    }

    private static func system(_ name: String) async throws -> System {
        if name == "PostgreSQL" {
            let source = try await Servers.postgres()
            return System(
                connect: { try await source.connect() }, number: "SELECT pg_backend_pid()",
                kill: { "SELECT pg_terminate_backend(\($0))" }, slow: "SELECT pg_sleep(60)",
                many: "SELECT i, repeat('x', 1000) AS t FROM generate_series(1, 100000) i")
        }
        let source = try await Servers.mariaDB("lost")
        return System(
            connect: { try await source.connect() }, number: "SELECT CONNECTION_ID()", kill: { "KILL \($0)" },
            slow: "SELECT SLEEP(60)", many: "SELECT seq, REPEAT('x', 1000) AS t FROM seq_1_to_100000")
    }

    @Test("is a connection error when idle, before the first row and in the middle of the rows, and never an end")
    func lost() async throws {
        for name in ["PostgreSQL", "MariaDB"] {
            let system = try await Self.system(name)
            let killer = try await system.connect()

            let idle = try await system.connect()
            try await kill(idle, by: killer, system)
            let refused = await error { _ = try await idle.rows("SELECT 1") }
            #expect(refused?.kind == .connection, "\(name), idle: \(String(describing: refused))")

            let waiting = try await system.connect()
            let number = try await waiting.rows(system.number)[0][0] ?? ""
            async let failure = error { _ = try await waiting.rows(system.slow) }
            try await eventually("the statement runs") {
                // MariaDB's process list is similar enough to PostgreSQL's view.
                let list =
                    name == "PostgreSQL"
                    ? "SELECT count(*) FROM pg_stat_activity WHERE pid = \(number) AND query LIKE '%pg_sleep%'"
                    : """
                    SELECT count(*) FROM information_schema.processlist
                     WHERE id = \(number) AND info LIKE '%SLEEP%'
                    """
                return try await killer.rows(list) == [["1"]]
            }
            _ = try await killer.rows(system.kill(number))
            #expect(await failure?.kind == .connection, "\(name), before the first row")

            let reading = try await system.connect()
            let session = try await reading.rows(system.number)[0][0] ?? ""
            let cursor = try await reading.open(
                system.many, options: CursorOptions(batch: BatchLimits(rows: 100, bytes: 1 << 20)))
            let first = try await cursor.next()
            _ = try await killer.rows(system.kill(session))
            var rows = try #require(first).rowCount
            let cut = await error {
                while let batch = try await cursor.next() { rows += batch.rowCount }
            }
            // MariaDB finishes sending its current data.
            #expect(cut?.kind == .connection || cut == nil && rows == 100_000, "\(name), after \(rows) rows")
            await killer.close()
        }
    }

    @Test("with PostgreSQL, it is also a connection error within the rows of a page, and doesn't end the process")
    func cut() async throws {
        let cluster = try await PostgresCluster.shared
        let database = try await cluster.database()
        // The driver's own cursors used to crash the process.
        for bytes in stride(from: 6_000_000, to: 6_200_000, by: 25_000) {
            let proxy = try FaultProxy(before: cluster)
            proxy.inject(.cut(after: bytes, .toClient))
            let source = ODBCSource(
                connectionString: Secret(
                    """
                    Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=\(proxy.port);Database=\(database.name);\
                    Username=postgres;SSLMode=disable
                    """), displayName: "postgres")
            let connection = try await source.connect()
            let cursor = try await connection.open(
                "SELECT i, repeat('x', 1000) AS t FROM generate_series(1, 100000) i",
                options: CursorOptions(batch: BatchLimits(rows: 1000, bytes: 1 << 20)))
            var rows = 0
            let failure = await error {
                while let batch = try await cursor.next() { rows += batch.rowCount }
            }
            #expect(failure?.kind == .connection, "after \(rows) rows: \(String(describing: failure))")
            await connection.close()
        }
    }

    private func kill(
        _ victim: any SourceConnection, by killer: any SourceConnection, _ system: System
    ) async throws {
        let number = try await victim.rows(system.number)[0][0] ?? ""
        _ = try await killer.rows(system.kill(number))
    }

    private func error(_ body: () async throws -> Void) async -> SourceError? {
        do {
            try await body()
        } catch {
            return error as? SourceError
        }
        return nil
    }
}
