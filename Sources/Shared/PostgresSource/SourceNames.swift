/// How unqualified names are resolved in the source.
///
/// In Snowmelt's own SQL they are PostgreSQL's. SQL written by the user is first read the same way, so that no function
/// or operator that somebody else put into a schema takes precedence over PostgreSQL's own. If a name can't be found
/// that way, as in `FROM orders`, the SQL is read with the role's search path. If that path was set explicitly (by
/// ALTER ROLE, ALTER DATABASE, the server's settings or the URL), it applies from the start.
struct SourceNames {
    enum Path {
        case ours, role
    }

    /// The role's own search path.
    struct RolePath {
        var value: String
        /// Whether it differs from PostgreSQL's built-in default.
        var isChosen: Bool
    }

    /// The path of the open transaction.
    var path = Path.ours
    /// `nil` until it has been queried.
    var role: RolePath?

    /// Undefined relation, function or operator, type or collation, schema.
    static let unknown: Set<String> = ["42P01", "42883", "42704", "3F000"]
}
