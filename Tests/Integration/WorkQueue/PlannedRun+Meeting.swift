import Model
import Postgres
import TestKit
import Testing

/// Concurrent statements of two sessions on one row.
extension PlannedRun {
    typealias Call = (statement: Statement, parameters: [PostgresValue])

    /// Sends the second statement while the first one's transaction is open, then commits; returns how many rows each
    /// changed.
    func meet(_ first: Call, _ second: Call) async throws -> [Int] {
        let (one, two) = (try await database.connect(), try await database.connect())
        try await one.begin()
        let changed = try await one.execute(first.statement, first.parameters)
        let skips = second.statement.text.contains("SKIP LOCKED")
        async let other = two.execute(second.statement, second.parameters)
        if !skips { try await waits(two) }
        if skips { #expect(try await other == 0) }
        try await one.commit()
        let counts = [changed, try await other]
        await one.close()
        await two.close()
        return counts
    }

    /// Returns once a connection's statement waits for a lock.
    func waits(_ connection: PostgresConnection) async throws {
        let pid = connection.backendPID
        try await eventually("a statement waits for a lock") {
            try await value("SELECT wait_event_type FROM pg_stat_activity WHERE pid = \(pid)") == "Lock"
        }
    }
}

extension ChunkKey {
    /// The statements' parameters: run_id, table_no, epoch, chunk_no.
    var parameters: [PostgresValue] {
        [.text(runID.text), .int(tableNumber), .int(epoch), .int(chunkNumber)]
    }
}
