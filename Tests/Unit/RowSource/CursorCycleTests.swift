import RowSource
import Synchronization
import Testing

@Suite("The life cycle of cursors")
struct CursorCycleTests {
    private final class Reader {}

    private static let transaction = PostgreSQLDialect().readTransaction

    @Test("a reader reads until it is stopped, which is distinguished from the end of its rows")
    func readers() throws {
        var cycle = CursorCycle<String>(fetching: "fetch")
        let (first, second) = (Reader(), Reader())
        #expect(cycle.begin(in: nil).isEmpty)
        cycle.opened(first, "rows")
        #expect(try cycle.reading(of: first) == "rows")
        #expect(throws: SourceError.self) { try cycle.reading(of: second) }
        #expect(cycle.isReading(first) && !cycle.isReading(second))

        #expect(cycle.stop() == .none)
        #expect(cycle.reading == nil)
        #expect(throws: SourceError.self) { try cycle.reading(of: first) }
        cycle.finished(first)
        #expect(try cycle.reading(of: first) == nil)

        cycle.opened(second, "others")
        #expect(try cycle.reading(of: first) == nil)
        #expect(try cycle.reading(of: second) == "others")
    }

    /// Records what is run on it; refuses one statement.
    private final class Session: DriverSession {
        var statements: [String] = []
        var refused: String?

        func run(_ sql: String) throws(SourceError) {
            statements.append(sql)
            if sql == refused { throw SourceError(.statement, operation: "run", message: "refused") }
        }
    }

    @Test("on a driver's session a transaction surrounds each statement; one that can't be ended gives the session up")
    func driver() throws {
        let transaction = try #require(Self.transaction)
        let cancelSwitch = CancelSwitch(operation: "cancel")
        let open = Session()
        var session: Session? = open
        var cycle = CursorCycle<String>(fetching: "fetch")
        func begin() throws(SourceError) -> String {
            try cycle.begin(on: &session, of: "db", in: transaction, interruptedBy: cancelSwitch) { _ in ("s", {}) }
        }
        #expect(try begin() == "s")
        cycle.end(on: &session)
        #expect(open.statements == transaction.beginning + [transaction.end])
        #expect(session === open)

        open.refused = transaction.beginning.first
        #expect(throws: SourceError.self) { try begin() }
        #expect(session === open && open.statements.last == transaction.end)

        open.refused = transaction.end
        _ = try begin()
        cycle.end(on: &session)
        #expect(session == nil)
        #expect(throws: SourceError.self) { try begin() }
    }

    @Test("a transaction ends once: by its statement, or with the connection if rows are still in flight")
    func transactions() throws {
        let transaction = try #require(Self.transaction)
        var cycle = CursorCycle<String>(fetching: "fetch")
        #expect(cycle.begin(in: transaction) == transaction.beginning)
        #expect(cycle.stop() == .statement(transaction.end))
        #expect(cycle.stop() == .none)

        _ = cycle.begin(in: transaction)
        cycle.opened(Reader(), "rows")
        #expect(cycle.stop(isCut: true) == .close)
        #expect(cycle.stop() == .none)

        _ = cycle.begin(in: nil)
        #expect(cycle.stop(isCut: true) == .none)
    }

    @Test("a cancel applies to the running statement, and is remembered after the statement ends")
    func cancels() throws {
        let cancelSwitch = CancelSwitch(operation: "cancel")
        let interruptions = Atomic<Int>(0)
        cancelSwitch.cancel()
        #expect(!cancelSwitch.isRequested)

        cancelSwitch.arm { interruptions.add(1, ordering: .relaxed) }
        try cancelSwitch.check()
        cancelSwitch.cancel()
        cancelSwitch.disarm()
        cancelSwitch.cancel()
        #expect(interruptions.load(ordering: .relaxed) == 1)
        #expect(cancelSwitch.isRequested)
        let error = #expect(throws: SourceError.self) { try cancelSwitch.check() }
        #expect(error?.kind == .cancelled)
        #expect(cancelSwitch.judged(SourceError(.connection, operation: "fetch", message: "broken")).kind == .cancelled)

        cancelSwitch.arm {}
        #expect(!cancelSwitch.isRequested)
        try cancelSwitch.check()
    }
}
