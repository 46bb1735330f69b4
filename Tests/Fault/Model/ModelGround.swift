import Model
import Postgres
import TestKit
import WorkQueue

/// The databases for trials, which run one after another and each start from a clean state.
struct ModelGround: Sendable {
    let control: ControlDatabase
    let targetOptions: PostgresOptions
    /// A connection for the coordinator's work in the target, and for checks.
    let target: PostgresConnection
    private let databases: [TestDatabase]

    /// - Parameter isSeparate: whether target and control are separate databases.
    init(isSeparate: Bool) async throws {
        let cluster = try await PostgresCluster.shared
        let control = try await cluster.database(function: "model control")
        let target = isSeparate ? try await cluster.database(function: "model target") : control
        databases = isSeparate ? [control, target] : [control]
        self.control = ControlDatabase(options: control.options())
        targetOptions = target.options()
        self.target = try await target.connect()
        try await SchemaMigration.control.apply(to: self.control.connected())
        try await SchemaMigration.target.apply(to: self.target)
    }

    func close() async throws {
        await control.close()
        await target.close()
        for database in databases { try await database.drop() }
    }
}
