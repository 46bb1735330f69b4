import Model
import Postgres
import Statements
import WorkQueue

/// The tables of a run that `replace` is still to publish: their foreign keys decide who comes first.
///
/// A table comes after those that it refers to, whose new rows its own may need. The keys of tables that are to come
/// aren't compared with old rows meanwhile.
struct UnpublishedTables: Sendable {
    private let tables: [StoredTable]
    /// By table number, as the catalogue's texts have them.
    private let sqlNames: [Int: String]
    private let target: PostgresConnection

    init(run: RandomID, runs: Runs, target: PostgresConnection) async throws {
        self.target = target
        let tables = try await runs.tables(run).filter { table in
            table.state != "completed" && table.error == nil && table.spec?.shape?.isKept == true
        }
        sqlNames = try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            var names: [Int: String] = [:]
            for table in tables {
                guard let name = table.spec?.target.inSchema else { continue }
                names[table.number] =
                    try target.query(SQL.sqlName, [.text(name.schema ?? ""), .text(name.name)]).first?.string("name")
            }
            return names
        }
        self.tables = tables
    }

    /// As the catalogue's texts have them.
    var names: Set<String> { Set(sqlNames.values) }

    func names(without table: StoredTable) -> Set<String> {
        Set(sqlNames.filter { $0.key != table.number }.values)
    }

    /// A table that has to be published before this one; nil: none.
    ///
    /// Tables that refer to each other don't wait.
    func awaited(by table: StoredTable) async throws -> QualifiedName? {
        guard let name = sqlNames[table.number] else { return nil }
        let referred = try await references(of: table)
        for other in tables where other.number != table.number {
            guard let otherName = sqlNames[other.number], referred.contains(otherName) else { continue }
            if try await !reaches(name, from: other) { return other.spec?.target }
        }
        return nil
    }

    /// Whether a table's keys lead to another, over any number of tables.
    private func reaches(_ name: String, from start: StoredTable) async throws -> Bool {
        var seen: Set<Int> = []
        var open = [start]
        while let table = open.popLast() {
            guard seen.insert(table.number).inserted else { continue }
            let referred = try await references(of: table)
            if referred.contains(name) { return true }
            open += tables.filter { other in sqlNames[other.number].map(referred.contains) == true }
        }
        return false
    }

    private func references(of table: StoredTable) async throws -> Set<String> {
        guard let name = table.spec?.target.inSchema else { return [] }
        return try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            guard let relation = try TargetCatalogue.relation(name, on: target) else { return [] }
            let rows = try target.query(SQL.definitionConstraints, [.text(relation.oid)])
            return Set(try rows.compactMap { row in try row.optionalString("referenced") })
        }
    }
}
