import Failures
package import Model
import Planning
import RowSource
import Settings
import Text

/// A table as `discover` shows it.
package struct DiscoveredTable: Sendable {
    package var name: QualifiedName
    /// `nil` if the source can't describe it.
    package var table: SourceTable?
    /// The number of rows counted now; `nil` unless requested.
    package var rows: Int?
    /// For a partition: the table that also contains its rows.
    package var parent: QualifiedName?
    /// Why it can't be copied; `nil` if it can, as far as the source alone tells.
    package var error: String?
}

extension Coordinator {
    /// The source tables whose names match a glob, with columns and key.
    package func discover(_ pattern: String, countRows: Bool) async throws -> [DiscoveredTable] {
        let connection = try await source.connect()
        return try await connection.closing {
            var discovered: [DiscoveredTable] = []
            let parents = TableTrees(try await connection.descents()).partitions
            let glob = Glob(pattern)
            let partitions = parents.keys.filter { glob.matches($0.description) || glob.matches($0.name) }
            var names = Set(try await connection.tables(matching: pattern)).union(partitions)
            if !NameText.isPattern(pattern) {
                let internals = try await connection.internalTables()
                names.formUnion(internals.filter { glob.matches($0.description) || glob.matches($0.name) })
            }
            for name in names.sorted(by: { $0.description < $1.description }) {
                var found = DiscoveredTable(name: name, parent: parents[name])
                try await connection.save()
                do {
                    try await inspect(&found, on: connection, countRows: countRows)
                } catch {
                    let table = TableConfiguration(source: .table(name), target: name, settings: TableSettings())
                    guard let failed = FailedTable(table, number: 0, error: error) else { throw error }
                    found.error = failed.reason
                    try await connection.restore()
                }
                discovered.append(found)
            }
            return discovered
        }
    }

    /// Describes a table, and tries the statement that would read it, without rows.
    private func inspect(
        _ found: inout DiscoveredTable, on connection: any SourceConnection, countRows: Bool
    ) async throws {
        let name = found.name
        var table = try await connection.table(name)
        found.table = table
        table.columns = table.columns.map { $0.typed(by: [:]) }
        let target = TableConfiguration(source: .table(name), target: name, settings: TableSettings())
        let plan = try TablePlan(
            target, relation: SourceRelation(table, dialect: connection.dialect), dialect: connection.dialect,
            runID: "",
            number: 1)
        _ = try await connection.rows(plan.spec.emptyQuery)
        guard countRows else { return }
        let answer = try await connection.rows("SELECT COUNT(*) FROM \(connection.dialect.quoted(name))")
        found.rows = answer.first?.first?.flatMap { Int($0) }
    }
}
