import TestKit
import Testing

/// A migration whose programs log into the database as a role of their own.
///
/// With two databases, the role is only used for the target.
struct LimitedMigration {
    static let password = "melting-canary"

    let migration: TestMigration
    let role: TestRole

    init(_ layout: Layout, threads: Int) async throws {
        let cluster = try await PostgresCluster.shared
        let target = try await cluster.database(function: "limited")
        role = try await target.role(
            password: Self.password, grants: ["CREATE ON DATABASE \(target.name)"])
        migration = try await TestMigration(
            source: Visits.sql(rows: 10_000), tables: Visits.tables,
            defaults: "  threads: \(threads)\n  chunk_rows: 1000\n  batch_rows: 200", target: target,
            control: layout == .oneDatabase ? nil : try await cluster.database(function: "control_of_limited"),
            targetURL: role.url)
    }

    /// - Parameter connections: maximum number of connections; −1 for no limit.
    func allow(connections: Int) async throws {
        try await migration.target.execute("ALTER ROLE \(role.name) CONNECTION LIMIT \(connections)")
    }

    /// Changes the role's password, and ends its sessions, since an open session isn't asked again.
    func change(password: String) async throws {
        try await migration.target.execute(
            """
            ALTER ROLE \(role.name) PASSWORD '\(password)';
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(role.name)'
            """)
    }

    /// Expects that no chunk was claimed twice.
    func expectNoRetries(location: SourceLocation = #_sourceLocation) async throws {
        let attempts = try await migration.number(
            "SELECT max(attempt) FROM migration_status.work", in: migration.control)
        #expect(attempts == 1, sourceLocation: location)
    }
}
