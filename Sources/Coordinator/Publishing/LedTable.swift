import Model
import Postgres
import Statements
import WorkQueue

/// A table in the target that a coordinator changes: each time under the table's fence, and only while its term stands.
struct LedTable: Sendable {
    /// The table that readers see, which the fence is on.
    let name: QualifiedName
    let number: Int
    let epoch: Int
    let term: Term
    let runs: Runs

    /// The fence, held alone.
    struct Fence: Sendable {
        var isPublished = false
        var isUnlogged = false
        /// The run is cancelled.
        var isReleased = false
    }

    /// What finds the fence: target_schema, target_table, run_id.
    var key: [PostgresValue] {
        [.text(name.schemaOrPublic), .text(name.name), .text(term.run.text)]
    }

    /// What finds the record of its publication: run_id, table_no, epoch.
    var publicationKey: [PostgresValue] { [.text(term.run.text), .int(number), .int(epoch)] }

    /// The fence as it stands, and the answers to `questions`; waits for what another coordinator of the run is at.
    func state(
        on target: PostgresConnection, beside questions: [StatementCall]
    ) async throws -> (Fence, [[PostgresRow]]) {
        let rows = try await target.query(locks + questions, deadline: TablePublisher.longStep)
        // By now another run may have taken a table that this one has published.
        return (try fence(rows), Array(rows.dropFirst(locks.count)))
    }

    /// Runs `body` while the fence is held alone, each lock waited for as long as `wait`: no chunk commits meanwhile.
    func alone<Answer: Sendable>(
        on target: PostgresConnection, wait: Duration,
        _ body: @Sendable (isolated PostgresConnection, Fence) throws -> Answer
    ) async throws -> Answer {
        try await alone(on: target, wait: wait, beside: []) { target, fence, _ in try body(target, fence) }
    }

    /// The same for a body that begins with questions, which are sent with the locks.
    ///
    /// - Parameter questions: change nothing; the body gets their rows.
    func alone<Answer: Sendable>(
        on target: PostgresConnection, wait: Duration, beside questions: [StatementCall],
        _ body: @Sendable (isolated PostgresConnection, Fence, [[PostgresRow]]) throws -> Answer
    ) async throws -> Answer {
        try await target.transaction(
            commitDeadline: TablePublisher.longStep,
            settings: ["lock_timeout": "\(wait / .milliseconds(1))ms"],
            holding: locks + questions,
            permit: { rows in
                let fence = try fence(rows)
                guard !fence.isReleased else {
                    throw Failure(.refused, "\(name) was given up: the run is cancelled")
                }
                try await runs.require(term)
                return (fence, Array(rows.dropFirst(locks.count)))
            }
        ) { target, held in try body(target, held.0, held.1) }
    }

    /// Runs `body`, which may take long, while the fence is held beside others.
    ///
    /// Its commit doesn't wait for the disk: whoever finds it lost after a crash does it again, and the commit that makes
    /// the rows visible waits for all before it.
    @discardableResult
    func shared<Answer: Sendable>(
        on target: PostgresConnection, _ body: @Sendable (isolated PostgresConnection) throws -> Answer
    ) async throws -> Answer {
        try await target.transaction(
            commitDeadline: TablePublisher.longStep,
            settings: ["synchronous_commit": "off"],
            holding: [StatementCall(SQL.holdFence, key + [.int(epoch)])],
            permit: { rows in
                guard !rows[0].isEmpty else { throw notOwned }
                try await runs.require(term)
            }
        ) { target, _ in try body(target) }
    }

    /// Takes the fence, and the record of the publication where there is one.
    private var locks: [StatementCall] {
        [StatementCall(SQL.lockFence, key), StatementCall(SQL.holdPublication, publicationKey)]
    }

    private func fence(_ rows: [[PostgresRow]]) throws -> Fence {
        guard rows[1].isEmpty else { return Fence(isPublished: true) }
        // In a later epoch the load table isn't the one that was reconciled, and nobody knows how full it is.
        guard let row = rows[0].first, try row.int("epoch") == epoch else { throw notOwned }
        return Fence(isUnlogged: try row.bool("unlogged"), isReleased: try row.bool("released"))
    }

    private var notOwned: Failure {
        Failure(.refused, "\(name) isn't this run's any more", hint: "Cancel the run.")
    }
}
