import Model
import Presentation
import Testing
import WorkQueue

@Suite("Rates and times left, as shown")
struct PaceTests {
    private let start = ContinuousClock.now
    private let name = QualifiedName(schema: "analytics", name: "visits")

    /// 10 s at 50,000 rows per second.
    private var meter: RateMeter {
        var meter = RateMeter()
        for second in 0...10 {
            let table = Samples.table("visits", copied: second * 50_000, bytes: 0)
            meter.record(Samples.run([table]), at: start + .seconds(second))
        }
        return meter
    }

    private func pace(
        _ table: TableStatus, state: RunPhase = .inProgress, still: RunStatus.Standstill? = nil,
        meter: RateMeter? = nil
    ) -> Pace {
        Pace(Samples.run([table], state: state, standstill: still), meter: meter)
    }

    @Test("a table that is being copied has a rate and a time left, measured or as a mean")
    func moving() {
        let table = Samples.table("visits")
        for meter in [nil, meter] {
            #expect(pace(table, meter: meter).rate(of: table)?.rowsPerSecond == 50_000)
            #expect(pace(table, meter: meter).secondsLeft(of: table) == 30)
        }
        #expect(pace(table, meter: meter).rate?.rowsPerSecond == 50_000)
        #expect(pace(table, meter: meter).secondsLeft == 30)
    }

    @Test("nothing has a rate or a time left while the run is paused, has no worker, or was cancelled")
    func still() {
        let table = Samples.table("visits")
        var cancelled = table
        cancelled.state = .cancelled
        let paces = [
            pace(table, state: .paused, still: .init(.paused, since: nil, seconds: nil), meter: meter),
            pace(table, still: .init(.noWorker, since: "", seconds: 1), meter: meter),
            pace(cancelled, state: .cancelled, meter: meter),
        ]
        for (pace, table) in zip(paces, [table, table, cancelled]) {
            #expect(pace.rate(of: table) == nil && pace.secondsLeft(of: table) == nil)
            #expect(pace.rate == nil && pace.secondsLeft == nil)
        }
    }

    @Test("nor has a table of which no chunk is being copied, whoever holds its claims")
    func idle() {
        var table = Samples.table("visits")
        table.working = 0
        #expect(pace(table).rate(of: table) == nil && pace(table).secondsLeft(of: table) == nil)
        // Between two chunks.
        table.secondsSinceChunk = 2
        #expect(pace(table).secondsLeft(of: table) == 30)
        table.secondsSinceChunk = 20
        #expect(pace(table).secondsLeft(of: table) == nil)
    }

    @Test("a complete table has its mean rate; one that is being published or has failed has none")
    func ended() {
        let done = Samples.table("visits", state: .completed, done: 20, claimed: 0, copied: 2_000_000, seconds: 40)
        #expect(pace(done).rate(of: done)?.rowsPerSecond == 50_000 && pace(done).secondsLeft(of: done) == 0)
        for state in [TablePhase.publishing, .failed, .planning, .pending] {
            let table = Samples.table("visits", state: state, done: 20, claimed: 0, copied: 2_000_000)
            #expect(pace(table).rate(of: table) == nil && pace(table).secondsLeft(of: table) == nil, "\(state)")
        }
    }

    @Test("no time is left that nobody can tell: more rows have arrived than were expected")
    func more() {
        let table = Samples.table("visits", expected: 1_000, copied: 1_000)
        #expect(pace(table).secondsLeft(of: table) == nil)
    }

    @Test("a pause between two chunks doesn't lower the measured rate")
    func downtime() throws {
        var meter = RateMeter()
        var second = 0
        func record(_ rows: Int, claimed: Int) {
            let table = Samples.table("visits", claimed: claimed, copied: rows)
            meter.record(Samples.run([table]), at: start + .seconds(second))
            second += 1
        }
        for step in 0...5 { record(step * 10_000, claimed: 2) }
        for _ in 0..<3_600 { record(50_000, claimed: 0) }
        for step in 5...10 { record(step * 10_000, claimed: 2) }
        #expect(abs(try #require(meter.rate(of: name)).rowsPerSecond - 10_000) < 2_000)
    }
}
