import Model
import RowSource
import SnowflakeSource
import TestKit
import Testing

@Suite(
    "Reading from Snowflake",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeReadingTests {
    private func connect(_ emulator: SnowflakeEmulator) async throws -> any SourceConnection {
        try await SnowflakeSource(
            SnowflakeConfiguration(
                account: "emulator", user: "loader", credential: .password(Secret("any")), database: "D1",
                schema: "PUBLIC", host: "127.0.0.1", port: emulator.port, transport: "http",
                driver: ADBCDriver.snowflake.path)
        ).connect()
    }

    @Test("a few parts of a result are fetched in advance, but not all")
    func ahead() async throws {
        let emulator = try await SnowflakeEmulator.start(
            script: "CREATE TABLE T AS SELECT SEQ4() AS I FROM TABLE(GENERATOR(ROWCOUNT => 4100))", firstRows: 100,
            partRows: 100)
        let connection = try await connect(emulator)
        let cursor = try await connection.open(
            "SELECT I::VARCHAR AS AHEAD FROM T", options: CursorOptions(batch: BatchLimits(rows: 1000)))
        var rows = try #require(try await cursor.next()).rowCount
        // The emulator answers each query after the driver's earlier requests.
        var fetched = 0
        for _ in 0..<50 {
            fetched = try await emulator.statements(like: "%AHEAD FROM T").first?.fetched.count ?? 0
        }
        #expect(fetched > 0 && fetched < 15, "\(fetched) of 40 parts")
        while let batch = try await cursor.next() { rows += batch.rowCount }
        #expect(rows == 4100)
        #expect(try await emulator.statements(like: "%AHEAD FROM T").first?.fetched.count == 40)
        await connection.close()
    }

    @Test("a cancel ends a running statement, also on the server, and the connection can still be used")
    func cancel() async throws {
        let emulator = try await SnowflakeEmulator.start(script: "CREATE TABLE T (A INT)")
        try await emulator.set(.slow(seconds: 300), statement: "%AS WAITS%")
        let connection = try await connect(emulator)
        async let waiting = connection.rows("SELECT COUNT(*) AS WAITS FROM T")
        try await eventually("the statement has arrived") {
            try await !emulator.statements(like: "%AS WAITS%").isEmpty
        }
        connection.cancel()
        do {
            _ = try await waiting
            Issue.record("it wasn't cancelled")
        } catch {
            #expect((error as? SourceError)?.kind == .cancelled, "\(error)")
        }
        try await eventually("it has ended on the server") {
            try await emulator.statements(like: "%AS WAITS%").first?.error == "000604"
        }
        #expect(try await connection.rows("SELECT 7 AS N") == [["7"]])
        await connection.close()
    }
}
