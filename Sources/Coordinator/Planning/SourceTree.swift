package import Model

/// Where the tables of a run stand in the source's trees, so that no row is read twice.
package struct SourceTree: Sendable {
    private let trees: TableTrees
    private let moved: Set<QualifiedName>

    /// - Parameter moved: all tables that the config copies.
    package init(trees: TableTrees, moved: Set<QualifiedName>) {
        self.trees = trees
        self.moved = moved
    }

    /// Whether rows of tables that inherit from it are read with a table's own: its key isn't enforced over them.
    package func mixesKeys(_ table: SourceTable) -> Bool {
        let read = trees.descendants(of: table.name)
        switch table.reach {
        case nil: return read.contains { trees.partitions[$0] == nil }
        case .itself: return false
        case .without(let others): return read.subtracting(others).contains { trees.partitions[$0] == nil }
        }
    }

    /// Sets what is read of a table; what the user should know of it.
    package func place(_ table: inout SourceTable) -> [String] {
        table.reach = trees.reach(of: table.name, moved: moved)
        let all = trees.descendants(of: table.name)
        guard !all.isEmpty else { return [] }
        let kind = all.contains { trees.partitions[$0] == nil } ? "child table" : "partition"
        switch table.reach {
        case nil:
            return ["a tree is flattened: the rows of \(Self.list(all, kind)) are read with it and land in one table"]
        case .itself:
            return ["it is read without the rows of \(Self.list(all, kind)), which are copied as tables of their own"]
        case .without(let others):
            // Where a row lies says nothing of the table that it lies in.
            table.hasPlaces = false
            let read = all.subtracting(others)
            return [
                "a tree is flattened in part: the rows of \(Self.list(read, kind)) are read with it and land in one "
                    + "table, without those of \(Self.list(Set(others), kind)), which are copied as tables of their own"
            ]
        }
    }

    private static func list(_ names: Set<QualifiedName>, _ kind: String) -> String {
        let shown = names.map(\.description).sorted()
        let more = shown.count > 3 ? ", …" : ""
        return
            "\(shown.count) \(kind)\(shown.count == 1 ? "" : "s") (\(shown.prefix(3).joined(separator: ", "))\(more))"
    }
}
