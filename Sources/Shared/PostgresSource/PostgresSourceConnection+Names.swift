import Model
import Postgres
import RowSource

// The search path of the open transaction.
extension PostgresSourceConnection {
    /// The role's search path, without Snowmelt's own setting.
    func roleNames() throws(SourceError) -> SourceNames.RolePath {
        if let role = names.role { return role }
        let rows = try texts(
            "search path", "SELECT reset_val, boot_val FROM pg_catalog.pg_settings WHERE name = 'search_path'")
        let value = (rows.first?.first ?? nil) ?? ""
        let role = SourceNames.RolePath(value: value, isChosen: rows.first?.last != value)
        names.role = role
        return role
    }

    /// Sets the search path; does nothing outside a transaction, where statements always use our own.
    func useNames(_ path: SourceNames.Path) throws(SourceError) {
        guard path != names.path else { return }
        let value = path == .role ? try roleNames().value : PostgresConnection.ownSearchPath
        try onServer { connection in
            _ = try connection.execute(
                Statement(
                    name: "search path", text: "SELECT pg_catalog.set_config('search_path', $1, true)"),
                [.text(value)])
        }
        names.path = path
    }

    /// The schemas in which the role finds unqualified names, in search order.
    func visibleSchemas() throws(SourceError) -> [String] {
        try inTransaction { () throws(SourceError) in
            try useNames(.role)
            // Qualified, because it runs with the role's path.
            let schemas = try onServer {
                try $0.texts(
                    Statement(
                        name: "visible schemas",
                        text: "SELECT pg_catalog.unnest(pg_catalog.current_schemas(true))"))
            }
            try useNames(.ours)
            return schemas.compactMap { $0[0] }
        }
    }
}
