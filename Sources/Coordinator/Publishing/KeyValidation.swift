import Events
import Model
import Postgres
import Statements
import WorkQueue

/// Validates the foreign keys that were recreated for published tables, without blocking readers or writers.
///
/// Idempotent. A key of a table that the run still has to publish waits for that table's new rows.
struct KeyValidation: Sendable {
    let term: Term
    let runs: Runs
    let target: PostgresConnection
    /// The tables linked by foreign keys; keys recreated for tables outside the group are left to their own group.
    let links: LinkedTables
    let events: Events

    /// A table that the run has published.
    private struct Publication: Hashable {
        var name: QualifiedName
        var number: Int
        var epoch: Int
    }

    func perform() async throws {
        let found = try await target.transaction { [term] target in
            _ = try target.query(SQL.readDefinition)
            return try target.query(SQL.unvalidatedKeys, [.text(term.run.text)])
        }
        var open: [Publication: [(key: UnvalidatedKey, isOpen: Bool)]] = [:]
        for row in found {
            guard links.group.contains(try row.int("table_no")) else { continue }
            let name = try row.targetTable()
            let owner = Publication(name: name, number: try row.int("table_no"), epoch: try row.int("epoch"))
            let key = UnvalidatedKey(relation: try row.string("relation"), name: try row.string("name"))
            open[owner, default: []].append((key, try row.bool("is_open")))
        }
        for (owner, keys) in open {
            var rest = keys.map(\.key)
            for (key, isOpen) in keys where !isOpen || !links.unpublished.contains(key.relation) {
                rest.removeAll { $0 == key }
                try await validate(isOpen ? key : nil, of: owner, rest: rest)
            }
        }
    }

    /// Validates a key and records those that remain.
    ///
    /// - Parameters:
    ///   - key: `nil` if it no longer exists or is already valid.
    ///   - rest: the keys that remain to be validated.
    private func validate(_ key: UnvalidatedKey?, of owner: Publication, rest: [UnvalidatedKey]) async throws {
        let place: [PostgresValue] = [.text(term.run.text), .int(owner.number), .int(owner.epoch)]
        do {
            try await target.transaction(
                lockDeadline: TablePublisher.longStep, holding: [StatementCall(SQL.holdPublication, place)],
                permit: { _ in try await runs.require(term) }
            ) { target, _ in
                if let key { try target.execute(key.statement, deadline: TablePublisher.longStep) }
                let left = PostgresValue.text(try UnvalidatedKey.json(rest))
                try target.execute(SQL.recordUnvalidated, place + [left])
            }
        } catch let error as PostgresError where error.sqlState == "23503" {
            guard let key else { throw error }
            throw Failure(
                .target,
                "\(owner.name) is published, but rows of \(key.relation) refer to rows that it doesn't have, against "
                    + "constraint \(key.name), which isn't validated",
                hint: "Correct those rows, then `snowmelt publish RUN`.")
        }
        guard let key else { return }
        events.record(.keyValidated(constraint: key.name, table: key.relation))
    }
}
