/// Where the source looks for names without a schema.
///
/// In our own SQL they are PostgreSQL's. SQL that the user wrote is read the same way if it can be: then no function or
/// operator that somebody else put into a schema is preferred to PostgreSQL's own. If it has names that can't be found
/// so, such as `FROM orders`, it is read with the search path of the role. A path that somebody has chosen, by
/// ALTER ROLE, ALTER DATABASE, the server's settings or the URL, holds for it from the start.
struct SourceNames {
    enum Path {
        case ours, role
    }

    /// The role's own path.
    struct RolePath {
        var value: String
        /// Whether it isn't what PostgreSQL comes with.
        var isChosen: Bool
    }

    /// What the open transaction uses.
    var path = Path.ours
    /// Once it was asked for.
    var role: RolePath?

    /// No such relation, function or operator, type or collation, schema.
    static let unknown: Set<String> = ["42P01", "42883", "42704", "3F000"]
}
