package import WorkQueue

/// Decides which table to publish next.
///
/// Pure: callers report which tables are loaded, and how each publication ended.
package struct PublicationOrder: Sendable {
    private var graph = KeyGraph()
    /// Loaded tables, in the order they were reported.
    private var waiting: [StoredTable] = []
    /// Tables being published.
    private var busy: Set<Int> = []
    /// Tables that the run still has to publish, loaded or not.
    private var open: Set<Int> = []
    /// Publications that have ended since the current look began.
    private var endedSince: Set<Int> = []

    package init() {}

    /// Adds tables that can be published; returns the `new` ones.
    package mutating func add(_ loaded: [StoredTable]) {
        let new = new(Set(loaded.map(\.number)))
        waiting += loaded.filter { new.contains($0.number) }
        open.formUnion(new)
    }

    /// Sets the tables that the run still has to publish, loaded or not, and the links between them.
    package mutating func update(open: Set<Int>, graph: KeyGraph) {
        self.open = open.subtracting(endedSince).union(busy).union(waiting.map(\.number))
        self.graph = graph
    }

    /// Marks the start of a query for loaded tables (a *look*).
    package mutating func look() { endedSince = [] }

    /// The tables among those found loaded that are neither waiting, nor being published, nor published since the look began.
    package func new(_ loaded: Set<Int>) -> Set<Int> {
        loaded.subtracting(endedSince).subtracting(busy).subtracting(waiting.map(\.number))
    }

    /// Whether `next` would return a table.
    package var hasNext: Bool { position != nil }

    /// A table to publish now; `nil` if there is none, or none until another publication ends.
    package mutating func next() -> (table: StoredTable, links: LinkedTables)? {
        guard let position else { return nil }
        let table = waiting.remove(at: position)
        busy.insert(table.number)
        return (table, graph.links(of: table.number, open: open))
    }

    /// Marks a publication as ended; `isOver` is false if chunks of the table must be copied first.
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
