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
    /// Publications that have ended since `look`.
    private var endedSince: Set<Int> = []

    package init() {}

    /// Takes in tables that can be published; what is `new` of them.
    package mutating func add(_ loaded: [StoredTable]) {
        let new = new(Set(loaded.map(\.number)))
        waiting += loaded.filter { new.contains($0.number) }
        open.formUnion(new)
    }

    /// Takes over which tables the run is still to publish, loaded or not, and what links them.
    package mutating func update(open: Set<Int>, graph: KeyGraph) {
        self.open = open.subtracting(endedSince).union(busy).union(waiting.map(\.number))
        self.graph = graph
    }

    /// Somebody begins to look which tables are loaded.
    package mutating func look() { endedSince = [] }

    /// Those of the tables that were found loaded which don't wait here, nor are published, nor were since the look began.
    package func new(_ loaded: Set<Int>) -> Set<Int> {
        loaded.subtracting(endedSince).subtracting(busy).subtracting(waiting.map(\.number))
    }

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
        guard isOver else { return }
        open.remove(number)
        endedSince.insert(number)
    }

    private var position: Int? {
        let groups = Set(busy.map(graph.group))
        return waiting.firstIndex { table in
            !groups.contains(graph.group(of: table.number))
                && !graph.waits(table.number, for: open.subtracting([table.number]))
        }
    }
}
