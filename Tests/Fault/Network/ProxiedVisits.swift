import TestKit

/// A migration of the visits with a proxy in front of each database, so that the connections to each can be disturbed
/// separately, even if both are one database.
struct ProxiedVisits: Sendable {
    let migration: TestMigration
    let toTarget: FaultProxy
    let toControl: FaultProxy

    /// The application names of the workers and of the coordinator.
    static let worker = "snowmelt-worker"
    static let coordinator = "snowmelt"

    /// - Parameter settings: the config's `defaults`, indented by two spaces.
    init(
        _ layout: Layout, rows: Int = 10_000,
        settings: String = "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200\n  max_retry_attempts: 10",
        tables: String = Visits.tables, seed: UInt64 = Seeded().seed, function: String = #function
    ) async throws {
        print("\(function): SNOWMELT_SEED=\(seed) has the same numbers again")
        let cluster = try await PostgresCluster.shared
        let target = try await cluster.database(function: function)
        let control: TestDatabase? =
            switch layout {
            case .oneDatabase: nil
            case .twoDatabases: try await cluster.database(function: "control_\(function)")
            }
        toTarget = try FaultProxy(before: cluster, seed: seed)
        toControl = try FaultProxy(before: cluster, seed: seed &+ 1)
        migration = try await TestMigration(
            source: Visits.sql(rows: rows), tables: tables, defaults: settings, target: target, control: control,
            targetURL: toTarget.url(of: target), controlURL: toControl.url(of: control ?? target))
    }

    /// Applies a fault to all current connections of a program, by default silence; later connections aren't affected.
    func harm(_ application: String, at proxy: FaultProxy, by fault: ProxyFault = .silence) {
        let count = proxy.connections.count { $0.application == application }
        if count > 0 { proxy.inject(fault, into: .application(application, 1...count)) }
    }

    /// The largest number of attempts that a chunk took.
    var mostAttempts: Int {
        get async throws {
            try await migration.number("SELECT max(attempt) FROM migration_status.work", in: migration.control)
        }
    }
}
