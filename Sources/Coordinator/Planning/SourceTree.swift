package import Model

/// How a run's tables relate in the source's inheritance and partition trees, so that no row is read twice.
package struct SourceTree: Sendable {
    private let trees: TableTrees
    private let moved: Set<QualifiedName>

    /// - Parameter moved: all tables that the config copies.
    package init(trees: TableTrees, moved: Set<QualifiedName>) {
        self.trees = trees
        self.moved = moved
    }

    /// Whether a table is read together with inheriting tables, over which its key isn't enforced.
    package func mixesKeys(_ table: SourceTable) -> Bool {
        let read = trees.descendants(of: table.name)
        switch table.reach {
        case nil: return read.contains { trees.partitions[$0] == nil }
        case .itself: return false
        case .without(let others): return read.subtracting(others).contains { trees.partitions[$0] == nil }
        }
    }

    /// Sets which rows are read with a table; returns warnings for the user.
    package func place(_ table: inout SourceTable) -> [String] {
        table.reach = trees.reach(of: table.name, moved: moved)
        let all = trees.descendants(of: table.name)
        guard !all.isEmpty else { return [] }
        let kind = all.contains { trees.partitions[$0] == nil } ? "child table" : "partition"
        switch table.reach {
        case nil:
            return [
                "a tree is flattened: the rows of \(Self.list(all, kind)) are read with it and copied to one target "
                    + "table"
            ]
        case .itself:
            return ["it is read without the rows of \(Self.list(all, kind)), which are copied as tables of their own"]
        case .without(let others):
            // A row's address doesn't identify the table that contains it.
            table.hasPlaces = false
            let read = all.subtracting(others)
            return [
                "a tree is flattened in part: the rows of \(Self.list(read, kind)) are read with it and copied to "
                    + "one target table, without those of \(Self.list(Set(others), kind)), which are copied as tables "
                    + "of their own"
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
