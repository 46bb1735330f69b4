import Model
import Postgres
import WorkQueue

/// Adds the primary key to a staging table that the run defines itself, unless an earlier try added it.
struct PrimaryKeyBuild: PreparationPart {
    let spec: TableSpec
    let table: LedTable
    let target: PostgresConnection
    /// Whether another connection reads the table at the same time.
    ///
    /// Then a unique index is built first, which doesn't block the reader. Otherwise the key is added in one statement,
    /// which is quicker but blocks readers.
    let isRead: Bool

    var step: PublicationStep { .key }

    /// Adds a key on these columns in one statement, without building an index first.
    static func statement(_ key: [String], name: String, on table: QualifiedName) -> Statement {
        let columns = key.map(PostgresIdentifier.quoted).joined(separator: ", ")
        return statement(PostgresIdentifier.quoted(name), on: table.postgresQuoted, "(\(columns))")
    }

    private static func statement(_ name: String, on table: String, _ what: String) -> Statement {
        Statement(
            name: "create_primary_key", text: "ALTER TABLE \(table) ADD CONSTRAINT \(name) PRIMARY KEY \(what)")
    }

    func perform() async throws {
        guard !spec.primaryKey.isEmpty else { return }
        let columns = spec.primaryKey.map(PostgresIdentifier.quoted).joined(separator: ", ")
        let name = PostgresIdentifier.quoted(spec.loadTable.primaryKeyName)
        let load = spec.loadTable.postgresQuoted
        let index = Statement(
            name: "create_key_index", text: "CREATE UNIQUE INDEX IF NOT EXISTS \(name) ON \(load) (\(columns))")
        let key = Self.statement(name, on: load, isRead ? "USING INDEX \(name)" : "(\(columns))")
        let statements = isRead ? [index, key] : [key]
        do {
            for statement in statements {
                try await table.shared(on: target) { target in
                    try target.execute(statement, deadline: TablePublisher.longStep)
                }
            }
        } catch let error as PostgresError {
            let key = spec.primaryKey.joined(separator: ", ")
            let hint =
                "The source doesn't enforce its key. Set primary_key: [] or name other columns, then "
                + "`snowmelt cancel \(table.term.run)` and `snowmelt run`."
            switch error.sqlState {
            case "42P16", "55000": return  // an earlier try created it
            case "23505": throw Failure(.target, "\(spec.source): rows share the key (\(key))", hint: hint)
            case "23502": throw Failure(.target, "\(spec.source): the key (\(key)) is NULL in some rows", hint: hint)
            default: throw error
            }
        }
    }
}
