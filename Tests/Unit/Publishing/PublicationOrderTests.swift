import Model
import Testing

@testable import Publishing
@testable import WorkQueue

@Suite("The order of publications")
struct PublicationOrderTests {
    private func table(_ number: Int) -> StoredTable {
        StoredTable(number: number, epoch: 1, state: .loading, spec: nil, expectedRows: 1, error: nil)
    }

    private func order(
        _ loaded: [Int], open: Set<Int>? = nil, _ keys: [(Int, String, [String])] = []
    ) -> PublicationOrder {
        var order = PublicationOrder()
        order.update(
            open: open ?? Set(loaded), graph: KeyGraph(keys.map { (number: $0.0, name: $0.1, referenced: $0.2) }))
        order.add(loaded.map(table))
        return order
    }

    @Test("tables without foreign keys are published in parallel, in the order in which they were loaded")
    func independent() {
        var order = order([3, 1, 2])
        #expect([order.next(), order.next(), order.next()].map { $0?.table.number } == [3, 1, 2])
        #expect(order.next() == nil)
        order.add([table(1), table(4)])
        #expect(order.next()?.table.number == 4)
    }

    @Test("a table waits for the tables that it references, loaded or not, and learns which of its group are open")
    func references() {
        let keys = [(1, "a.orders", ["a.customers"]), (2, "a.customers", []), (3, "a.other", [])]
        var order = order([1, 3], open: [1, 2, 3], keys)
        #expect(order.next()?.table.number == 3)
        #expect(!order.hasNext)
        order.add([table(2)])
        let first = order.next()
        #expect(first?.table.number == 2)
        #expect(first?.links.group == [1, 2])
        #expect(first?.links.unpublished == ["a.orders"])
        // It is linked with a table that is being published.
        #expect(order.next() == nil)
        order.ended(2, isOver: true)
        let second = order.next()
        #expect(second?.table.number == 1)
        #expect(second?.links.unpublished == [])
        #expect(second?.links.open == ["a.orders"])
    }

    @Test("tables that reference each other don't wait, and aren't published at the same time")
    func circle() {
        var order = order([1, 2, 3], [(1, "a", ["b"]), (2, "b", ["c"]), (3, "c", ["a"])])
        #expect(order.next()?.table.number == 1)
        #expect(order.next() == nil)
        order.ended(1, isOver: true)
        #expect(order.next()?.table.number == 2)
        order.ended(2, isOver: true)
        #expect(order.next()?.table.number == 3)
    }

    @Test("a table whose chunks must still be copied delays the tables that reference it")
    func notLoaded() {
        var order = order([1, 2], [(1, "orders", ["customers"]), (2, "customers", [])])
        #expect(order.next()?.table.number == 2)
        order.ended(2, isOver: false)
        #expect(order.next() == nil)
        order.add([table(2)])
        #expect(order.next()?.table.number == 2)
        order.ended(2, isOver: true)
        #expect(order.next()?.table.number == 1)
    }

    @Test("a failed table doesn't delay others")
    func failed() {
        var order = order([1, 2], [(1, "orders", ["customers"]), (2, "customers", [])])
        #expect(order.next()?.table.number == 2)
        order.ended(2, isOver: true)
        #expect(order.next()?.table.number == 1)
    }

    @Test("a table that was published during a look isn't published again, unless it is loaded again")
    func publishedMeanwhile() {
        var order = order([1])
        order.look()
        #expect(order.next()?.table.number == 1)
        order.ended(1, isOver: true)
        #expect(order.new([1]).isEmpty)
        order.add([table(1)])
        #expect(!order.hasNext)
        order.look()
        #expect(order.new([1]) == [1])
        order.add([table(1)])
        #expect(order.hasNext)
    }
}
