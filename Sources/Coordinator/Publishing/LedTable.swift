import Model
import Postgres
import Statements
import WorkQueue

/// A table in the target that a coordinator changes, always under the table's fence and only while its term stands.
struct LedTable: Sendable {
    /// The table that readers see; the fence is on it.
    let name: QualifiedName
    let number: Int
    let epoch: Int
    let term: Term
    let runs: Runs
    /// The search path for functions that the table's indexes and constraints use; `nil` for PostgreSQL's own names.
    var searchPath: String?

    /// The state of the fence, held exclusively.
    struct Fence: Sendable {
        var isPublished = false
        var isUnlogged = false
        /// Whether the run has given up the table, because it is cancelled.
        var isReleased = false
    }

    /// The key of the fence: target_schema, target_table, run_id.
    var key: [PostgresValue] {
        [.text(name.schemaOrPublic), .text(name.name), .text(term.run.text)]
    }

    /// The key of the record of its publication: run_id, table_no, epoch.
    var publicationKey: [PostgresValue] { [.text(term.run.text), .int(number), .int(epoch)] }

    /// The state of the fence, and the results of `questions`; waits until no other coordinator of the run holds the fence.
    func state(
        on target: PostgresConnection, beside questions: [StatementCall]
    ) async throws -> (Fence, [[PostgresRow]]) {
        let rows = try await target.query(locks + questions, deadline: TablePublisher.longStep)
        // By now, another run may have taken a table that this run has published.
        return (try fence(rows), Array(rows.dropFirst(locks.count)))
    }

    /// Runs `body` while the fence is held exclusively, so that no chunk commits; waits at most `wait` for each lock.
    func alone<Answer: Sendable>(
        on target: PostgresConnection, wait: Duration,
        _ body: @Sendable (isolated PostgresConnection, Fence) throws -> Answer
    ) async throws -> Answer {
        try await alone(on: target, wait: wait, beside: []) { target, fence, _ in try body(target, fence) }
    }

    /// The same for a body that needs the results of queries, which are sent together with the locks.
    ///
    /// - Parameter questions: queries that change nothing; `body` gets their results.
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

    /// Runs `body`, which may take long, while the fence is held in shared mode.
    ///
    /// The commit doesn't wait for the disk: after a crash, lost work is repeated, and the commit that makes the rows
    /// visible waits for all earlier ones.
    @discardableResult
    func shared<Answer: Sendable>(
        on target: PostgresConnection, _ body: @Sendable (isolated PostgresConnection) throws -> Answer
    ) async throws -> Answer {
        try await target.transaction(
            commitDeadline: TablePublisher.longStep,
            settings: ["synchronous_commit": "off"].merging(pathSetting) { own, _ in own },
            holding: [StatementCall(SQL.holdFence, key + [.int(epoch)])],
            permit: { rows in
                guard !rows[0].isEmpty else { throw notOwned }
                try await runs.require(term)
            }
        ) { target, _ in try body(target) }
    }

    /// `searchPath` as a setting of a transaction.
    var pathSetting: [String: String] { searchPath.map { ["search_path": $0] } ?? [:] }

    /// Locks the fence, and the record of the publication if there is one.
    private var locks: [StatementCall] {
        [StatementCall(SQL.lockFence, key), StatementCall(SQL.holdPublication, publicationKey)]
    }

    private func fence(_ rows: [[PostgresRow]]) throws -> Fence {
        guard rows[1].isEmpty else { return Fence(isPublished: true) }
        // In a later epoch, the load table isn't the one that was reconciled.
        guard let row = rows[0].first, try row.int("epoch") == epoch else { throw notOwned }
        return Fence(isUnlogged: try row.bool("unlogged"), isReleased: try row.bool("released"))
    }

    private var notOwned: Failure {
        Failure(
            .refused, "\(name) no longer belongs to this run",
            hint: "`snowmelt cancel \(term.run)`, then `snowmelt run`.")
    }
}
