import Model
import Postgres

/// Two queries, one for the source and one for the target, that return equal rows if no row was lost or doubled.
package struct TableComparison: Sendable {
    package let name: String
    package let source: String
    package let target: String

    package init(_ name: String, source: String, target: String) {
        self.name = name
        self.source = source
        self.target = target
    }

    /// Compares all columns of a table; decimals without trailing zeros, as SQLite prints them.
    static func whole(source: String, target: QualifiedName, in database: TestDatabase) async throws -> TableComparison
    {
        let columns = try await database.list(
            """
            SELECT CASE WHEN format_type(atttypid, NULL) = 'numeric' THEN format('trim_scale(%1$I) AS %1$I', attname)
                        ELSE quote_ident(attname) END AS line
              FROM pg_attribute
             WHERE attrelid = '\(target)'::regclass AND attnum > 0 AND NOT attisdropped
             ORDER BY attnum
            """)
        return TableComparison(
            "\(target)", source: "SELECT * FROM \(source)",
            target: "SELECT \(columns.joined(separator: ", ")) FROM \(target)")
    }

    /// The rows that one side has more often than the other; empty if both are equal.
    func differences(_ migration: TestMigration) async throws -> (rows: Int, findings: [String]) {
        let source = try await migration.sourceRows(self.source)
        let target = try await migration.targetRows(self.target)
        guard source != target else { return (target.count, []) }
        var balance: [String: Int] = [:]
        for row in target { balance[row, default: 0] += 1 }
        for row in source { balance[row, default: 0] -= 1 }
        let off = balance.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        let examples = off.prefix(3).map { row, times in
            "\(times > 0 ? "too many" : "missing") ×\(abs(times)): \(row)"
        }
        return (
            target.count,
            ["\(name): \(source.count) rows at the source, \(target.count) at the target, \(off.count) differ"]
                + examples
        )
    }
}

extension TestDatabase {
    /// The column `line` of a query, in the query's order.
    func list(_ query: String) async throws -> [String] {
        let connection = try await connect()
        let rows = try await connection.query(Statement(name: "list", text: query)).map { try $0.string("line") }
        await connection.close()
        return rows
    }
}
