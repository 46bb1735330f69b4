/// The trees of a source's tables, from inheritance and partitioning.
package struct TableTrees: Hashable, Sendable {
    /// The parent of each partition.
    package let partitions: [QualifiedName: QualifiedName]
    private let children: [QualifiedName: [QualifiedName]]
    private let parents: [QualifiedName: [QualifiedName]]

    package init(_ descents: [TableDescent] = []) {
        partitions = Dictionary(
            descents.filter(\.isPartition).map { ($0.child, $0.parent) }, uniquingKeysWith: { first, _ in first })
        children = Dictionary(grouping: descents, by: \.parent).mapValues { $0.map(\.child) }
        parents = Dictionary(grouping: descents, by: \.child).mapValues { $0.map(\.parent) }
    }

    /// The tables whose rows this table includes.
    package func descendants(of name: QualifiedName) -> Set<QualifiedName> { Self.closure(name, children) }

    /// The tables that include this table's rows.
    package func ancestors(of name: QualifiedName) -> Set<QualifiedName> { Self.closure(name, parents) }

    /// Which rows of a table to read so that no row of its tree is copied twice.
    ///
    /// - Parameter moved: the tables that are copied separately.
    package func reach(of name: QualifiedName, moved: Set<QualifiedName>) -> SourceTable.Reach? {
        let all = descendants(of: name)
        var others = all.intersection(moved)
        guard !others.isEmpty else { return nil }
        for other in others { others.formUnion(descendants(of: other)) }
        return others == all ? .itself : .without(others.sorted { $0.description < $1.description })
    }

    private static func closure(
        _ name: QualifiedName, _ next: [QualifiedName: [QualifiedName]]
    ) -> Set<QualifiedName> {
        var found: Set<QualifiedName> = []
        var open = next[name] ?? []
        while let table = open.popLast() {
            if found.insert(table).inserted { open += next[table] ?? [] }
        }
        return found
    }
}
