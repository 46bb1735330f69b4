import FoundationEssentials
import Model
package import Postgres
import Statements
package import WorkQueue

/// The foreign keys between a run's tables whose definition `replace` keeps.
///
/// They determine the order of publications: a table is published after the tables that it refers to, because its rows
/// may need their new rows. Tables that refer to each other don't wait for each other. Tables that are linked by keys,
/// directly or through others, form a group; two tables of a group are never published at the same time.
package struct KeyGraph: Sendable {
    private struct Node: Sendable {
        /// The name as the catalogue's texts quote it.
        var name: String
        /// The numbers of the tables that its keys refer to.
        var references: Set<Int> = []
        /// The lowest number in its group.
        var group: Int
    }

    private var nodes: [Int: Node] = [:]

    /// A graph without keys.
    package init() {}

    /// Reads the keys of all tables whose definition is kept.
    package init(_ tables: [StoredTable], on target: PostgresConnection) async throws {
        let kept = tables.compactMap { table -> Place? in
            guard let spec = table.spec, spec.shape?.isKept == true else { return nil }
            let name = spec.target.inSchema
            return Place(number: table.number, schema: name.schema ?? "", name: name.name)
        }
        guard !kept.isEmpty else {
            self.init()
            return
        }
        let places = String(decoding: try JSONEncoder().encode(kept), as: UTF8.self)
        let rows = try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            return try target.query(SQL.foreignKeys, [.text(places)])
        }
        self.init(
            try rows.map { row in
                let referenced = try JSONDecoder().decode([String].self, from: Data(try row.string("referenced").utf8))
                return (try row.int("number"), try row.string("name"), referenced)
            })
    }

    /// - Parameter tables: each with its number, its name and the names that its keys refer to.
    init(_ tables: [(number: Int, name: String, referenced: [String])]) {
        let numbers = Dictionary(tables.map { ($0.name, $0.number) }) { first, _ in first }
        for table in tables {
            let references = Set(table.referenced.compactMap { numbers[$0] }).subtracting([table.number])
            nodes[table.number] = Node(name: table.name, references: references, group: table.number)
        }
        joinGroups()
    }

    private struct Place: Encodable {
        var number: Int
        var schema: String
        var name: String
    }

    private mutating func joinGroups() {
        var links: [Int: Set<Int>] = [:]
        for (number, node) in nodes {
            for other in node.references {
                links[number, default: []].insert(other)
                links[other, default: []].insert(number)
            }
        }
        var seen: Set<Int> = []
        for number in nodes.keys.sorted() where !seen.contains(number) {
            var open = [number]
            while let member = open.popLast() {
                guard seen.insert(member).inserted else { continue }
                nodes[member]?.group = number
                open += links[member, default: []]
            }
        }
    }

    /// The number that identifies a table's group.
    func group(of number: Int) -> Int { nodes[number]?.group ?? number }

    /// All tables of a table's group, including itself.
    private func members(with number: Int) -> Set<Int> {
        guard let group = nodes[number]?.group else { return [number] }
        return Set(nodes.filter { $0.value.group == group }.keys)
    }

    /// The links that publishing a table needs to know; the tables in `open` aren't published yet.
    func links(of number: Int, open: Set<Int>) -> LinkedTables {
        let group = members(with: number)
        let others = open.intersection(group).subtracting([number])
        return LinkedTables(group: group, open: names(others.union([number])), unpublished: names(others))
    }

    private func names(_ numbers: Set<Int>) -> Set<String> {
        Set(numbers.compactMap { nodes[$0]?.name })
    }

    /// Whether a table has to wait until one of the `open` ones is published.
    func waits(_ number: Int, for open: Set<Int>) -> Bool {
        guard let node = nodes[number] else { return false }
        return node.references.contains { other in open.contains(other) && !reaches(number, from: other) }
    }

    /// Whether a table's keys lead to another table, directly or through others.
    private func reaches(_ number: Int, from start: Int) -> Bool {
        var seen: Set<Int> = []
        var open = [start]
        while let table = open.popLast() {
            guard seen.insert(table).inserted, let node = nodes[table] else { continue }
            if node.references.contains(number) { return true }
            open += node.references
        }
        return false
    }
}
