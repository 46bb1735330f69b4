import Model
import Presentation
import Testing
import WorkQueue

@Suite("Rates and time left")
struct RateMeterTests {
    private let start = ContinuousClock.now
    private let name = QualifiedName(schema: "analytics", name: "visits")

    /// Records a sample per second; `rows(second)` returns the copied rows.
    private func meter(seconds: Int, claimed: Int = 2, rows: (Int) -> Int) -> RateMeter {
        var meter = RateMeter()
        for second in 0...seconds {
            meter.record(Samples.run([table(rows(second), claimed: claimed)]), at: start + .seconds(second))
        }
        return meter
    }

    private func table(_ copied: Int, claimed: Int = 2) -> TableStatus {
        Samples.table("visits", claimed: claimed, expected: 2_000_000, copied: copied, bytes: copied * 10)
    }

    @Test("there is no rate and no time left before rows have moved")
    func nothingYet() {
        let meter = meter(seconds: 20) { _ in 500_000 }
        #expect(meter.rate(of: name) == nil)
        #expect(meter.rate == nil)
        #expect(meter.secondsLeft(of: table(500_000)) == nil)
    }

    @Test("a steady rate is measured exactly, in rows, bytes and time left")
    func steady() throws {
        let meter = meter(seconds: 100) { $0 * 10_000 }
        let rate = try #require(meter.rate(of: name))
        #expect(abs(rate.rowsPerSecond - 10_000) < 1)
        #expect(abs(rate.bytesPerSecond - 100_000) < 10)
        let left = try #require(meter.secondsLeft(of: table(1_000_000)))
        #expect(abs(left - 100) < 0.1)
    }

    @Test("rows that were copied before the first sample don't count")
    func resumed() throws {
        let meter = meter(seconds: 40) { 1_000_000 + $0 * 1_000 }
        #expect(abs(try #require(meter.rate(of: name)).rowsPerSecond - 1_000) < 1)
    }

    @Test("chunks that take longer than the window don't let the rate jump", arguments: [3, 20, 45, 60])
    func largeChunks(period: Int) throws {
        for seconds in stride(from: period * 6, to: period * 7, by: max(period / 5, 1)) {
            let meter = meter(seconds: seconds) { $0 / period * period * 1_000 }
            let rate = try #require(meter.rate(of: name)).rowsPerSecond
            #expect(rate > 750 && rate < 1_250, "after \(seconds) s: \(rate)")
        }
    }

    @Test("the rate follows a change of speed within approximately one window")
    func changes() throws {
        let meter = meter(seconds: 140) { $0 < 100 ? $0 * 10_000 : 1_000_000 + ($0 - 100) * 1_000 }
        #expect(abs(try #require(meter.rate(of: name)).rowsPerSecond - 1_000) < 100)
    }

    @Test("the time before a table's first claim doesn't lower the rate")
    func waiting() throws {
        var meter = RateMeter()
        for second in 0...600 { meter.record(Samples.run([table(0, claimed: 0)]), at: start + .seconds(second)) }
        for second in 601...610 {
            meter.record(Samples.run([table((second - 600) * 5_000)]), at: start + .seconds(second))
        }
        #expect(abs(try #require(meter.rate(of: name)).rowsPerSecond - 5_000) < 100)
    }

    @Test("requeued chunks restart the measurement")
    func requeued() {
        let meter = meter(seconds: 20) { $0 < 20 ? $0 * 10_000 : 50_000 }
        #expect(meter.rate(of: name) == nil)
    }

    @Test("no time is left for a table that is done; it is unknown for one whose last chunks failed")
    func ended() {
        #expect(RateMeter.secondsLeft([Samples.table("a", done: 20, claimed: 0)], at: nil) == 0)
        #expect(
            RateMeter.secondsLeft(
                [Samples.table("a", done: 19, claimed: 0, failed: 1)], at: .init(rowsPerSecond: 1, bytesPerSecond: 1))
                == nil)
    }

    @Test("a single sample yields the average since the first claim")
    func average() throws {
        let rate = try #require(RateMeter.average(of: Samples.table("a", copied: 500_000, bytes: 1_000, seconds: 10)))
        #expect(rate == .init(rowsPerSecond: 50_000, bytesPerSecond: 100))
        #expect(RateMeter.average(of: Samples.table("a", seconds: nil)) == nil)
    }
}
