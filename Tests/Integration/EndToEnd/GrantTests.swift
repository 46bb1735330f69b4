import Model
import Postgres
import TestKit
import Testing

/// Runs programs as roles that lack privileges, and executes the statements that they print.
@Suite("A missing privilege is named by its GRANT")
struct GrantTests {
    /// A planned run of the database's owner, and another role's config for it.
    private func planned() async throws -> (migration: TestMigration, role: TestRole) {
        let target = try await PostgresCluster.shared.database()
        let role = try await target.role(password: "secret")
        let owner = "owner_of_\(target.name)"
        try await target.execute(
            """
            CREATE ROLE \(owner) LOGIN PASSWORD 'secret';
            GRANT CREATE ON DATABASE \(PostgresIdentifier.quoted(target.name)) TO \(owner);
            """)
        let url = Secret(role.url.revealed.replacing(role.name, with: owner))
        let migration = try await TestMigration(
            source: Visits.sql(rows: 2_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 500",
            target: target, targetURL: url)
        let plan = try await migration.snowmelt("plan", "--name", "first")
        #expect(plan.code == 0, "\(plan.standardError)")
        return (migration, role)
    }

    private func configure(_ migration: TestMigration, as role: TestRole) throws {
        try migration.folder.write(
            "snowmelt.yaml",
            """
            source:
            \(migration.origin.settings(dialect: "auto"))
            target: {url: '\(role.url.revealed)'}
            defaults: {threads: 1, chunk_rows: 500}
            tables:
            \(Visits.tables)
            """)
    }

    /// The statements in a hint, without those that grant a role.
    private func grants(_ text: String) -> [String] {
        text.matches(of: /GRANT [^;]* ON [^;]*;/).map { String($0.0) }
    }

    @Test("a worker ends with the statements that it needs, and works after them")
    func worker() async throws {
        let (migration, role) = try await planned()
        try configure(migration, as: role)
        var ending = try await migration.worker("--until-idle", "--run", "first")
        for _ in 0..<5 where ending.code != 0 {
            #expect(ending.code == 4, "\(ending.standardError)")
            let statements = grants(ending.standardError)
            #expect(!statements.isEmpty, "\(ending.standardError)")
            guard !statements.isEmpty else { return }
            try await migration.target.execute(statements.joined(separator: " "))
            ending = try await migration.worker("--until-idle", "--run", "first")
        }
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM migration_status.work WHERE state <> 'done'") == 0)
        // Each privilege that was asked for is asked for again by itself.
        for (schema, table, privilege) in [
            ("migration_status", "work", "UPDATE"), ("migration_status", "source_breaker", "INSERT"),
            ("migration_receipt", "receipt", "INSERT"), ("migration_receipt", "table_fence", "UPDATE"),
        ] {
            try await migration.target.execute("REVOKE \(privilege) ON \(schema).\(table) FROM \(role.name)")
            let refused = try await migration.worker("--until-idle")
            #expect(refused.code == 4)
            #expect(
                grants(refused.standardError) == ["GRANT \(privilege) ON TABLE \(schema).\(table) TO \(role.name);"])
            try await migration.target.execute(grants(refused.standardError).joined())
        }
    }

    @Test(
        "each verb names the statements that it needs, and works after them",
        arguments: [
            ["status", "first"], ["chunks", "first"], ["workers"], ["verify", "first"], ["pause", "first"],
            ["requeue", "first", "--failed"], ["run"],
        ])
    func verb(_ arguments: [String]) async throws {
        let (migration, role) = try await planned()
        if arguments[0] == "verify" { #expect(try await migration.snowmelt("run").code == 0) }
        try configure(migration, as: role)
        var ending = try await Program.run("snowmelt", arguments, directory: migration.folder.path)
        for _ in 0..<5 where ending.code != 0 {
            let statements = grants(ending.standardError)
            #expect(!statements.isEmpty, "\(ending.standardError)")
            guard !statements.isEmpty else { return }
            if arguments[0] == "status" { #expect(!ending.standardError.contains("UPDATE"), "\(ending.standardError)") }
            try await migration.target.execute(statements.joined(separator: " "))
            ending = try await Program.run("snowmelt", arguments, directory: migration.folder.path)
            if arguments[0] == "run", !ending.standardError.contains("migration_") { return }
        }
        #expect(ending.code == 0, "\(ending.standardError)")
    }

    @Test("a role that may not create the schemas is told so, with the statement")
    func database() async throws {
        let target = try await PostgresCluster.shared.database()
        let migration = try await TestMigration(source: Visits.sql(rows: 10), tables: Visits.tables, target: target)
        try configure(migration, as: try await target.role(password: "secret"))
        let refused = try await migration.snowmelt("plan")
        #expect(refused.code == 4)
        let statements = grants(refused.standardError)
        #expect(statements.contains { $0.contains("GRANT CREATE ON DATABASE") }, "\(refused.standardError)")
        try await target.execute(statements.joined(separator: " "))
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
    }
}
