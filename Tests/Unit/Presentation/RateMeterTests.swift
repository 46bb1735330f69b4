import Model
import Presentation
import Testing
import WorkQueue

@Suite("Rates and time left")
struct RateMeterTests {
    private let start = ContinuousClock.now
    private let name = QualifiedName(schema: "analytics", name: "visits")

    /// Looks once a second while `rows(second)` says what is copied.
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

    @Test("a steady flow is met exactly, in rows, bytes and time left")
    func steady() throws {
        let meter = meter(seconds: 100) { $0 * 10_000 }
        let rate = try #require(meter.rate(of: name))
        #expect(abs(rate.rowsPerSecond - 10_000) < 1)
        #expect(abs(rate.bytesPerSecond - 100_000) < 10)
        let left = try #require(meter.secondsLeft(of: table(1_000_000)))
        #expect(abs(left - 100) < 0.1)
    }

    @Test("rows that were there at the first look count for nothing")
    func resumed() throws {
        let meter = meter(seconds: 40) { 1_000_000 + $0 * 1_000 }
        #expect(abs(try #require(meter.rate(of: name)).rowsPerSecond - 1_000) < 1)
    }

    @Test("chunks that take longer than the window don't make the rate jump", arguments: [3, 20, 45, 60])
    func largeChunks(period: Int) throws {
        for seconds in stride(from: period * 6, to: period * 7, by: max(period / 5, 1)) {
            let meter = meter(seconds: seconds) { $0 / period * period * 1_000 }
            let rate = try #require(meter.rate(of: name)).rowsPerSecond
            #expect(rate > 750 && rate < 1_250, "after \(seconds) s: \(rate)")
        }
    }

    @Test("a rate follows a change of pace within about a window")
    func changes() throws {
        let meter = meter(seconds: 140) { $0 < 100 ? $0 * 10_000 : 1_000_000 + ($0 - 100) * 1_000 }
        #expect(abs(try #require(meter.rate(of: name)).rowsPerSecond - 1_000) < 100)
    }

    @Test("time before a table's first claim isn't slowness")
    func waiting() throws {
        var meter = RateMeter()
        for second in 0...600 { meter.record(Samples.run([table(0, claimed: 0)]), at: start + .seconds(second)) }
        for second in 601...610 {
            meter.record(Samples.run([table((second - 600) * 5_000)]), at: start + .seconds(second))
        }
        #expect(abs(try #require(meter.rate(of: name)).rowsPerSecond - 5_000) < 100)
    }

    @Test("chunks put back start the measure anew")
    func requeued() {
        let meter = meter(seconds: 20) { $0 < 20 ? $0 * 10_000 : 50_000 }
        #expect(meter.rate(of: name) == nil)
    }

    @Test("nothing is left of a table that is done, and nobody knows of one whose last chunks failed")
    func ended() {
        #expect(RateMeter.secondsLeft([Samples.table("a", done: 20, claimed: 0)], at: nil) == 0)
        #expect(
            RateMeter.secondsLeft(
                [Samples.table("a", done: 19, claimed: 0, failed: 1)], at: .init(rowsPerSecond: 1, bytesPerSecond: 1))
                == nil)
    }

    @Test("one look gives the average since the first claim")
    func average() throws {
        let rate = try #require(RateMeter.average(of: Samples.table("a", copied: 500_000, bytes: 1_000, seconds: 10)))
        #expect(rate == .init(rowsPerSecond: 50_000, bytesPerSecond: 100))
        #expect(RateMeter.average(of: Samples.table("a", seconds: nil)) == nil)
    }
}
