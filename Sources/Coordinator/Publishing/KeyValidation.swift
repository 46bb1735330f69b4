import Logging
import Model
import Postgres
import Statements

/// Validates the foreign keys that were made again with published tables: beside readers and writers, whom that doesn't
/// hold up.
///
/// May be repeated. A key of a table that the run is still to publish waits for that table's new rows.
struct KeyValidation: Sendable {
    let run: RandomID
    let target: PostgresConnection
    /// The run's tables that aren't published, as SQL names them.
    let unpublished: Set<String>
    let logger: Logger

    func perform() async throws {
        let found = try await target.transaction { [run] target in
            _ = try target.query(SQL.readDefinition)
            return try target.query(SQL.unvalidatedKeys, [.text(run.text)])
        }
        var rest: [QualifiedName: [UnvalidatedKey]] = [:]
        for row in found {
            let owner = QualifiedName(schema: try row.string("target_schema"), name: try row.string("target_table"))
            let key = UnvalidatedKey(relation: try row.string("relation"), name: try row.string("name"))
            rest[owner, default: []] += []
            guard try row.bool("is_open") else { continue }
            if unpublished.contains(key.relation) {
                rest[owner, default: []].append(key)
            } else {
                try await validate(key, of: owner)
            }
        }
        for (owner, keys) in rest {
            try await target.execute(
                SQL.recordUnvalidated,
                [
                    .text(owner.schema ?? "public"), .text(owner.name), .text(run.text),
                    .text(try UnvalidatedKey.json(keys)),
                ])
        }
    }

    private func validate(_ key: UnvalidatedKey, of owner: QualifiedName) async throws {
        do throws(PostgresError) {
            try await target.execute(key.statement, deadline: TablePublisher.longStep)
        } catch {
            guard error.sqlState == "23503" else { throw error }
            throw Failure(
                .target,
                "\(owner) is published, but rows of \(key.relation) refer to rows that it doesn't have, against "
                    + "constraint \(key.name), which isn't validated",
                hint: "Correct those rows, then `snowmelt publish RUN`.")
        }
        logger.info("foreign key validated", metadata: ["constraint": "\(key.name)", "table": "\(key.relation)"])
    }
}
