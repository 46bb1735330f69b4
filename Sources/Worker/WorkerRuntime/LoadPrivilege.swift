import Model
import Postgres
import Statements

/// Whether a worker's user may load a table.
enum LoadPrivilege {
    /// Throws the statements that grant what is missing, so that the worker ends, and no chunk fails because of it.
    static func require(_ spec: TableSpec, on target: PostgresConnection) async throws {
        let table = spec.loadTable.inSchema
        let columns = spec.columns.map { column in
            "\"\(column.target.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        let rows = try await target.query(
            SQL.loadPrivileges, [.text(table.schemaOrPublic), .text(table.name), .array(columns)])
        // If the table is missing, the attempt's error says so.
        guard let row = rows.first else { return }
        var grants: [String] = []
        let user = PostgresIdentifier.quoted(try row.string("username"))
        if try !row.bool("may_use") {
            grants.append("GRANT USAGE ON SCHEMA \(PostgresIdentifier.quoted(table.schemaOrPublic)) TO \(user);")
        }
        if try !row.bool("may_insert") {
            grants.append("GRANT INSERT ON TABLE \(table.postgresQuoted) TO \(user);")
        }
        guard !grants.isEmpty else { return }
        let owner = PostgresIdentifier.quoted(try row.string("owner"))
        throw Failure(
            .target, "\(target.displayName) may not load \(spec.target) (as \(spec.loadTable))",
            hint: "As its owner, in the target database: \(grants.joined(separator: " ")) For the tables of every run: "
                + "GRANT \(owner) TO \(user);")
    }
}
