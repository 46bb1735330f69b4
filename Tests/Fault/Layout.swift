import TestKit
import Testing

/// The location of the control database.
enum Layout: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case oneDatabase = "control = target"
    case twoDatabases = "two databases"

    var testDescription: String { rawValue }

    /// A migration of the visits that is ready to be planned.
    ///
    /// - Parameters:
    ///   - settings: more lines of `defaults`, indented by two spaces.
    func visits(
        rows: Int = 20_000, settings: String = "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200",
        tables: String = Visits.tables, function: String = #function
    ) async throws -> TestMigration {
        let control =
            switch self {
            case .oneDatabase: nil as TestDatabase?
            case .twoDatabases: try await PostgresCluster.shared.database(function: "control_\(function)")
            }
        return try await TestMigration(
            source: Visits.sql(rows: rows), tables: tables, defaults: settings,
            target: try await PostgresCluster.shared.database(function: function), control: control)
    }
}
