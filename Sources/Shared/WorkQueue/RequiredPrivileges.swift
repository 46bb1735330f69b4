import Model
package import Postgres
import Statements

/// What a program needs to be allowed in one of Snowmelt's schemas, and the statements that grant what is missing.
package struct RequiredPrivileges: Sendable {
    private let place: String
    private let schema: String
    /// The privileges per relation as JSON; `nil` for all that the schema's relations offer.
    private let relations: String?
    private let changes: Bool

    private init(_ place: String, schema: String, relations: String?, changes: Bool = true) {
        self.place = place
        self.schema = schema
        self.relations = relations
        self.changes = changes
    }

    /// A worker's privileges in the control database.
    package static let workerInControl = RequiredPrivileges(
        "control database", schema: "migration_status",
        relations: """
            {"schema_version": ["SELECT"], "run": ["SELECT"], "run_table": ["SELECT", "UPDATE"],
             "chunk": ["SELECT", "INSERT"], "work": ["SELECT", "INSERT", "UPDATE", "DELETE"],
             "attempt": ["SELECT", "INSERT"], "worker": ["SELECT", "INSERT", "UPDATE"],
             "source_permit": ["SELECT", "INSERT", "UPDATE"], "source_breaker": ["SELECT", "INSERT", "UPDATE"],
             "queue_pos": ["USAGE"]}
            """)

    /// A worker's privileges in the target, besides those on the tables that it loads.
    package static let workerInTarget = RequiredPrivileges(
        "target database", schema: "migration_receipt",
        relations: """
            {"schema_version": ["SELECT"], "receipt": ["SELECT", "INSERT"], "unlogged_receipt": ["SELECT", "INSERT"],
             "table_fence": ["SELECT", "UPDATE"]}
            """)

    /// The privileges of a coordinator's verbs in the control database.
    ///
    /// - Parameter changes: whether the verb changes anything.
    package static func coordinatorInControl(changes: Bool) -> RequiredPrivileges {
        RequiredPrivileges("control database", schema: "migration_status", relations: nil, changes: changes)
    }

    /// The privileges of a coordinator's verbs in the target, besides those on the user's tables.
    package static func coordinatorInTarget(changes: Bool) -> RequiredPrivileges {
        RequiredPrivileges("target database", schema: "migration_receipt", relations: nil, changes: changes)
    }

    /// What to tell the owner of the schema; `nil` if nothing is missing.
    package func advice(on connection: PostgresConnection) async throws(PostgresError) -> String? {
        let rows = try await connection.query(
            SQL.missingGrants, [.text(schema), .optional(relations), .bool(changes)])
        let statements = try rows.map { row throws(PostgresError) in try row.string("statement") }
        guard !statements.isEmpty else { return nil }
        return "As the owner of schema \(schema), in the \(place): \(statements.joined(separator: " "))"
    }

    /// Throws the statements that grant what is missing.
    package func require(on connection: PostgresConnection) async throws {
        guard let advice = try await advice(on: connection) else { return }
        throw Failure(
            .target, "\(connection.displayName) lacks privileges in schema \(schema) of the \(place)", hint: advice)
    }
}
