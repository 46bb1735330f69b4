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
        var isPublished: Bool
        var isUnlogged: Bool
    }

    /// What finds the fence: target_schema, target_table, run_id.
    var key: [PostgresValue] {
        [.text(name.schemaOrPublic), .text(name.name), .text(term.run.text)]
    }

    /// What finds the record of its publication: run_id, table_no, epoch.
    var publicationKey: [PostgresValue] { [.text(term.run.text), .int(number), .int(epoch)] }

    /// Whether the table is published; waits for what another coordinator of the run is at.
    func isPublished(on target: PostgresConnection) async throws -> Bool {
        try await target.transaction { target in
            let fence = try target.query(SQL.lockFence, key, deadline: TablePublisher.longStep).first
            // By now another run may have taken a table that this one has published.
            if try !target.query(SQL.holdPublication, publicationKey).isEmpty { return true }
            guard let fence, try fence.int("epoch") == epoch else { throw notOwned }
            return false
        }
    }

    /// Runs `body` while the fence is held alone, each lock waited for as long as `wait`: no chunk commits meanwhile.
    func alone<Answer: Sendable>(
        on target: PostgresConnection, wait: Duration,
        _ body: @Sendable (isolated PostgresConnection, Fence) throws -> Answer
    ) async throws -> Answer {
        try await target.transaction(
            commitDeadline: TablePublisher.longStep,
            settings: ["lock_timeout": "\(wait / .milliseconds(1))ms"],
            holding: { target in
                let fence = try target.query(SQL.lockFence, key).first
                if try !target.query(SQL.holdPublication, publicationKey).isEmpty {
                    return Fence(isPublished: true, isUnlogged: false)
                }
                // In a later epoch the load table isn't the one that was reconciled, and nobody knows how full it is.
                guard let fence, try fence.int("epoch") == epoch else { throw notOwned }
                guard try !fence.bool("released") else {
                    throw Failure(.refused, "\(name) was given up: the run is cancelled")
                }
                return Fence(isPublished: false, isUnlogged: try fence.bool("unlogged"))
            }, permit: { try await runs.require(term) }, body)
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
            holding: { target in
                guard try !target.query(SQL.holdFence, key + [.int(epoch)]).isEmpty else { throw notOwned }
            }, permit: { try await runs.require(term) }
        ) { target, _ in try body(target) }
    }

    private var notOwned: Failure {
        Failure(.refused, "\(name) isn't this run's any more", hint: "Cancel the run.")
    }
}
