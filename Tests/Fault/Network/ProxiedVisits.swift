import TestKit

/// The visits, with a proxy before each database, so that the way to either can be harmed alone, in one database too.
struct ProxiedVisits: Sendable {
    let migration: TestMigration
    let toTarget: FaultProxy
    let toControl: FaultProxy

    /// What the workers call themselves, and the coordinator.
    static let worker = "snowmelt-worker"
    static let coordinator = "snowmelt"

    /// - Parameter settings: the config's `defaults`, indented by two.
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

    /// Harms all connections of the program that stand by now, in silence if nothing else is said; those that come later
    /// pass.
    func harm(_ application: String, at proxy: FaultProxy, by fault: ProxyFault = .silence) {
        let count = proxy.connections.count { $0.application == application }
        if count > 0 { proxy.inject(fault, into: .application(application, 1...count)) }
    }

    /// The most attempts that a chunk took.
    var mostAttempts: Int {
        get async throws {
            try await migration.number("SELECT max(attempt) FROM migration_status.work", in: migration.control)
        }
    }
}
