package import Model
import RowSource
import Text

/// A table as `discover` shows it.
package struct DiscoveredTable: Sendable {
    package var table: SourceTable
    /// The number of rows counted now; `nil` unless requested.
    package var rows: Int?
    /// For a partition: the table that also contains its rows.
    package var parent: QualifiedName?
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
            let names = Set(try await connection.tables(matching: pattern)).union(partitions)
            for name in names.sorted(by: { $0.description < $1.description }) {
                let table = try await connection.table(name)
                var rows: Int?
                if countRows {
                    let answer = try await connection.rows("SELECT COUNT(*) FROM \(connection.dialect.quoted(name))")
                    rows = answer.first?.first?.flatMap { Int($0) }
                }
                discovered.append(DiscoveredTable(table: table, rows: rows, parent: parents[name]))
            }
            return discovered
        }
    }
}
