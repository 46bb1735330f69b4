import Testing
import WorkQueue

@Suite("Claim pacing")
struct ClaimPacingTests {
    private let start = ContinuousClock.now

    @Test("claims search behind the highest claimed position")
    func watermarkRises() {
        var pacing = ClaimPacing(now: start)
        #expect(pacing.lowWatermark == 0)
        pacing.claimed(queuePosition: 7, now: start)
        pacing.claimed(queuePosition: 5, now: start)
        #expect(pacing.lowWatermark == 7)
    }

    @Test("an empty claim behind a watermark is repeated at once from the front")
    func emptyBehindWatermark() {
        var pacing = ClaimPacing(now: start)
        pacing.claimed(queuePosition: 7, now: start)
        #expect(pacing.foundNothing(now: start) == .claimAgain)
        #expect(pacing.lowWatermark == 0)
        #expect(pacing.foundNothing(now: start) == .wait(.milliseconds(500)))
    }

    @Test("the wait doubles up to five seconds, and restarts after a claim")
    func backsOff() {
        var pacing = ClaimPacing(now: start)
        let waits = (0..<6).map { _ in pacing.foundNothing(now: start) }
        #expect(waits == [500, 1000, 2000, 4000, 5000, 5000].map { .wait(.milliseconds($0)) })
        pacing.claimed(queuePosition: 1, now: start)
        _ = pacing.foundNothing(now: start)
        #expect(pacing.foundNothing(now: start) == .wait(.milliseconds(500)))
    }

    @Test("every 30 seconds the watermark returns to the front, where released chunks are")
    func resets() {
        var pacing = ClaimPacing(now: start)
        pacing.claimed(queuePosition: 7, now: start + .seconds(29))
        #expect(pacing.lowWatermark == 7)
        pacing.claimed(queuePosition: 8, now: start + .seconds(59))
        #expect(pacing.lowWatermark == 0)
        pacing.claimed(queuePosition: 9, now: start + .seconds(88))
        #expect(pacing.lowWatermark == 9)
    }

    @Test("slow claims from the front take at most a thousandth of the time while there is work")
    func slowFrontWhileBusy() {
        var pacing = ClaimPacing(now: start)
        pacing.claimed(queuePosition: 7, took: .milliseconds(600), now: start)
        #expect(pacing.lowWatermark == 7)
        pacing.claimed(queuePosition: 8, took: .milliseconds(1), now: start + .seconds(599))
        #expect(pacing.lowWatermark == 8)
        pacing.claimed(queuePosition: 9, took: .milliseconds(1), now: start + .seconds(600))
        #expect(pacing.lowWatermark == 0)
        pacing.claimed(queuePosition: 10, took: .milliseconds(1), now: start + .seconds(601))
        #expect(pacing.lowWatermark == 10)
        pacing.claimed(queuePosition: 11, took: .milliseconds(1), now: start + .seconds(631))
        #expect(pacing.lowWatermark == 0)
    }

    @Test("slow claims from the front take at most a hundredth of the time while there is no work")
    func slowFrontWhileIdle() {
        var pacing = ClaimPacing(now: start)
        pacing.claimed(queuePosition: 7, now: start)
        #expect(pacing.foundNothing(now: start) == .claimAgain)
        #expect(pacing.foundNothing(took: .milliseconds(100), now: start) == .wait(.milliseconds(500)))
        #expect(pacing.lowWatermark == 7)
        #expect(pacing.foundNothing(now: start + .seconds(9)) == .wait(.seconds(1)))
        #expect(pacing.lowWatermark == 7)
        #expect(pacing.foundNothing(now: start + .seconds(10)) == .claimAgain)
        #expect(pacing.lowWatermark == 0)
    }

    @Test("if the process slept during a claim, the front is searched within 30 seconds, or ten minutes while busy")
    func sleptOver() {
        var pacing = ClaimPacing(now: start)
        pacing.claimed(queuePosition: 7, now: start)
        #expect(pacing.foundNothing(now: start) == .claimAgain)
        #expect(pacing.foundNothing(took: .seconds(25), now: start) == .wait(.milliseconds(500)))
        #expect(pacing.foundNothing(now: start + .seconds(29)) == .wait(.seconds(1)))
        #expect(pacing.foundNothing(now: start + .seconds(30)) == .claimAgain)

        pacing.claimed(queuePosition: 8, took: .seconds(25), now: start + .seconds(31))
        pacing.claimed(queuePosition: 9, now: start + .seconds(630))
        #expect(pacing.lowWatermark == 9)
        pacing.claimed(queuePosition: 10, now: start + .seconds(631))
        #expect(pacing.lowWatermark == 0)
    }
}
