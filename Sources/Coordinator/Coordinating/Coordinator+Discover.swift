package import Model
import RowSource

/// A table as `discover` shows it.
package struct DiscoveredTable: Sendable {
    package var table: SourceTable
    /// Counted now; nil unless asked for.
    package var rows: Int?
}

extension Coordinator {
    /// Source tables whose name matches a glob, with columns and key.
    package func discover(_ pattern: String, countRows: Bool) async throws -> [DiscoveredTable] {
        let connection = try await source.connect()
        do {
            var discovered: [DiscoveredTable] = []
            for name in try await connection.tables(matching: pattern) {
                let table = try await connection.table(name)
                var rows: Int?
                if countRows {
                    let answer = try await connection.rows("SELECT COUNT(*) FROM \(connection.dialect.quoted(name))")
                    rows = answer.first?.first?.flatMap { Int($0) }
                }
                discovered.append(DiscoveredTable(table: table, rows: rows))
            }
            await connection.close()
            return discovered
        } catch {
            await connection.close()
            throw error
        }
    }
}
