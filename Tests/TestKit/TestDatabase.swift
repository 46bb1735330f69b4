package import Model
package import Postgres

/// A database for one test, in a cluster.
package struct TestDatabase: Sendable {
    package let cluster: PostgresCluster
    package let name: String

    /// The connection string as superuser, without a password, over TCP.
    package var url: Secret { cluster.url(database: name) }

    /// The search path, because tests' statements name their tables without a schema.
    private static let settings = ["search_path": #""$user", public"#]

    /// Options to connect as superuser, unaffected by injected faults.
    package func options(applicationName: String = "test", deadline: Duration = .seconds(60)) -> PostgresOptions {
        PostgresOptions(
            url: cluster.ownURL(database: name), applicationName: applicationName, settings: Self.settings,
            deadline: deadline)
    }

    package func connect() async throws -> PostgresConnection {
        try await PostgresConnection.connect(options())
    }

    /// Runs SQL as superuser, on a new connection.
    package func execute(_ sql: String) async throws {
        let connection = try await connect()
        try await connection.executeScript(Statement(name: "test", text: sql))
        await connection.close()
    }

    /// A query's rows, sorted; columns separated by `|`, NULL as `∅`.
    package func rows(_ query: String) async throws -> [String] {
        let connection = try await connect()
        let statement = Statement(
            name: "rows",
            text: """
                SELECT array_to_string(ARRAY(SELECT j.value FROM json_each_text(row_to_json(q)) j), '|', '∅') AS line
                  FROM (\(query)) q
                """)
        let rows = try await connection.query(statement).map { try $0.string("line") }
        await connection.close()
        return rows.sorted()
    }

    /// Creates a role that can log in only by password, and has only the rights in `grants`.
    ///
    /// Example: `["CONNECT ON DATABASE …", "SELECT ON t"]`. The role's name is unique, because role names apply to the
    /// whole cluster.
    package func role(password: String, grants: [String] = []) async throws -> TestRole {
        let role = "role_of_\(name)"
        let quoted = PostgresIdentifier.quoted(role)
        let literal = password.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        let statements =
            ["CREATE ROLE \(quoted) LOGIN PASSWORD '\(literal)'"] + grants.map { "GRANT \($0) TO \(quoted)" }
        try await execute(statements.joined(separator: "; "))
        return TestRole(name: role, url: cluster.url(database: name, user: role, password: password))
    }

    /// Drops the database, ending its sessions.
    package func drop() async throws {
        try await cluster.administer("DROP DATABASE \(PostgresIdentifier.quoted(name)) WITH (FORCE)")
    }
}
