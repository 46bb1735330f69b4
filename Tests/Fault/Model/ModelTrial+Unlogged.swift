import Model
import Postgres
import Statements

@testable import Publishing

/// Runs whose table is loaded unlogged, which every other run is.
extension ModelTrial {
    /// Makes the load table logged while chunks are still open; the product only does so when none is.
    func makeLogged() async throws -> Bool {
        // Making the table logged would wait for an open COPY.
        let isCopied = workers.contains { worker in
            if case .copying(let chunk, _) = worker.phase { isCurrent(chunk) } else { false }
        }
        guard !isCopied else { return false }
        let load = UnloggedLoad(
            loadTable: spec.loadTable,
            table: LedTable(name: target, number: 1, epoch: reference.epoch, term: term, runs: runs))
        guard reference.isHeld else {
            do {
                _ = try await load.makeLogged(on: ground.target)
            } catch is Failure {
                note("late logging refused", "the coordinator that was replaced makes nothing logged")
                return true
            }
            throw ModelMismatch("a coordinator that was replaced makes the table logged")
        }
        try ModelMismatch.expect(
            "made logged", try await load.makeLogged(on: ground.target), is: reference.isUnlogged)
        guard reference.isUnlogged else { return false }
        reference.isUnlogged = false
        note("make logged", "the table is made logged")
        return true
    }

    /// Crashes the target's server: sessions end, and unlogged tables are empty afterwards.
    func crashTarget() async throws -> Bool {
        guard reference.isUnlogged else { return false }
        for case let (number, connection)? in workers.map(\.connection) {
            try await ground.target.execute(
                Statement(name: "end_session", text: "SELECT pg_terminate_backend($1::int)"),
                [.int(Int(connection.backendPID))])
            endedConnections.insert(number)
        }
        let run = reference.runID.text
        try await ground.target.executeScript(
            Statement(
                name: "crash",
                text: "TRUNCATE \(spec.loadTable.postgresQuoted); "
                    + "DELETE FROM migration_receipt.unlogged_receipt WHERE run_id = '\(run)'"))
        reference.receipts = [:]
        reference.commits = []
        note("target crash", "the target crashes, and the unlogged table is empty")
        return true
    }

    /// Expects receipts only in the table that the fence names.
    func compareSides(of run: ReferenceModel) async throws {
        let query = Statement(
            name: "look_at_sides",
            text: """
                SELECT (SELECT count(*) FROM migration_receipt.receipt WHERE run_id = $1::uuid) AS logged,
                       (SELECT count(*) FROM migration_receipt.unlogged_receipt WHERE run_id = $1::uuid) AS unlogged
                """)
        guard let found = try await ground.target.query(query, [.text(run.runID.text)]).first else {
            throw ModelMismatch("no target")
        }
        let count = run.receipts.count
        try ModelMismatch.expect("logged receipts", try found.int("logged"), is: run.isUnlogged ? 0 : count)
        try ModelMismatch.expect("unlogged receipts", try found.int("unlogged"), is: run.isUnlogged ? count : 0)
    }
}
