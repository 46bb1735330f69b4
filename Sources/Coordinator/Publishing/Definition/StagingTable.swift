package import Model
package import Postgres
import Statements

/// Creates a staging table like the table it will replace: columns, owner and storage, but nothing that slows a load.
///
/// Only the owner has privileges on it, whatever the default privileges are, because no policies guard its rows yet.
package struct StagingTable: Sendable {
    private let target: QualifiedName
    private let staging: QualifiedName
    /// Whether the load is unlogged; the target may still be logged.
    private let isUnlogged: Bool

    package init(of target: QualifiedName, as staging: QualifiedName, isUnlogged: Bool) {
        self.target = target
        self.staging = staging
        self.isUnlogged = isUnlogged
    }

    /// Creates the table in the connection's transaction.
    package func create(on connection: isolated PostgresConnection) throws {
        _ = try connection.query(SQL.readDefinition)
        guard let relation = try TargetCatalogue.relation(target, on: connection) else {
            throw Failure(.refused, "\(target) was dropped or renamed during planning", hint: "Run the command again.")
        }
        let definition = try TableDefinition(of: relation, on: connection)
        let name = staging.postgresQuoted
        try connection.execute(Statement(name: "create_table", text: create(definition)))
        let settings = definition.columns.compactMap(\.settings)
        if !settings.isEmpty {
            try connection.execute(
                Statement(name: "set_columns", text: "ALTER TABLE \(name) \(settings.joined(separator: ", "))"))
        }
        try connection.execute(
            Statement(
                name: "set_owner",
                text: "ALTER TABLE \(name) OWNER TO \(PostgresIdentifier.quoted(definition.owner))"))
        guard let made = try TargetCatalogue.relation(staging, on: connection) else { return }
        for statement in try TablePrivileges(of: made, on: connection).revocations {
            try connection.execute(statement)
        }
        try copyPositions(from: relation, to: made, on: connection)
    }

    private func create(_ definition: TableDefinition) -> String {
        let columns = definition.columns.map { "    \($0.definition)" }.joined(separator: ",\n")
        var text = "CREATE \(isUnlogged ? "UNLOGGED " : "")TABLE \(staging.postgresQuoted) (\n\(columns)\n)"
        if let method = definition.accessMethod { text += " USING \(PostgresIdentifier.quoted(method))" }
        if let options = definition.options { text += " WITH (\(options))" }
        if let space = definition.tablespace { text += " TABLESPACE \(PostgresIdentifier.quoted(space))" }
        return text
    }

    /// Identities of columns that aren't copied continue from the target's current values.
    private func copyPositions(
        from old: TargetRelation, to new: TargetRelation, on connection: isolated PostgresConnection
    ) throws {
        let sequences = try ColumnSequence.all(of: new, on: connection).filter(\.isIdentity)
        for sequence in try ColumnSequence.all(of: old, on: connection) where sequence.isIdentity {
            guard let copy = sequences.first(where: { $0.column == sequence.column }) else { continue }
            let position = try sequence.position(on: connection)
            _ = try connection.query(
                SQL.setSequence, [.text(copy.oid), .int(position.last), .bool(position.isTaken)])
        }
    }
}
