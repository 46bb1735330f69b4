package import WorkQueue

/// Decides which table is published next.
///
/// Pure: it is told which tables are loaded, and how each publication ended.
package struct PublicationOrder: Sendable {
    private var graph = KeyGraph()
    /// Loaded tables, in the order in which they came.
    private var waiting: [StoredTable] = []
    /// Tables that are being published.
    private var busy: Set<Int> = []
    /// Tables that the run is still to publish, loaded or not.
    private var open: Set<Int> = []

    package init() {}

    /// Takes over what the run's tables are now.
    ///
    /// - Parameters:
    ///   - loaded: tables that can be published; those that wait here already, or are being published, are left as they
    ///     are.
    ///   - open: the numbers of all tables that the run is still to publish.
    package mutating func update(loaded: [StoredTable], open: Set<Int>, graph: KeyGraph) {
        let known = known
        waiting += loaded.filter { !known.contains($0.number) }
        self.open = open.union(self.known)
        self.graph = graph
    }

    /// The tables that wait here or are being published.
    package var known: Set<Int> { busy.union(waiting.map(\.number)) }

    /// Whether `next` would give a table.
    package var hasNext: Bool { position != nil }

    /// A table to publish now; nil: none, or none before another publication has ended.
    package mutating func next() -> (table: StoredTable, links: LinkedTables)? {
        guard let position else { return nil }
        let table = waiting.remove(at: position)
        busy.insert(table.number)
        return (table, graph.links(of: table.number, open: open))
    }

    /// A publication has ended; `isOver` unless chunks of the table have to be copied first.
    package mutating func ended(_ number: Int, isOver: Bool) {
        busy.remove(number)
        if isOver { open.remove(number) }
    }

    private var position: Int? {
        let groups = Set(busy.map(graph.group))
        return waiting.firstIndex { table in
            !groups.contains(graph.group(of: table.number))
                && !graph.waits(table.number, for: open.subtracting([table.number]))
        }
    }
}
