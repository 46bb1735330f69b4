import Testing

@testable import WorkerRuntime

@Suite("Chunks in parallel, or one alone")
struct OccupancyTests {
    @Test("chunks share a process; one that needs it alone waits for all of them, and no other starts meanwhile")
    func waits() {
        var occupancy = Occupancy()
        let shared = [occupancy.share(), occupancy.share()]
        #expect(shared == [true, true])
        occupancy.reserve()
        let early = [occupancy.takeAlone(), occupancy.share()]
        occupancy.endSharing()
        let stillEarly = occupancy.takeAlone()
        #expect(early + [stillEarly] == [false, false, false])
        occupancy.endSharing()
        let alone = [occupancy.takeAlone(), occupancy.share()]
        #expect(alone == [true, false])
        occupancy.endAlone()
        #expect(occupancy == Occupancy())
    }

    @Test("two chunks that need it alone run one after the other, with no other in between")
    func inTurn() {
        var occupancy = Occupancy()
        occupancy.reserve()
        occupancy.reserve()
        let first = [occupancy.takeAlone(), occupancy.takeAlone()]
        #expect(first == [true, false])
        occupancy.endAlone()
        let second = [occupancy.share(), occupancy.takeAlone()]
        #expect(second == [false, true])
        occupancy.endAlone()
        #expect(!occupancy.isReserved)
    }

    @Test("when a waiting chunk gives up, others may start again")
    func givesUp() {
        var occupancy = Occupancy()
        occupancy.reserve()
        let before = occupancy.share()
        occupancy.giveUp()
        let after = occupancy.share()
        #expect([before, after] == [false, true])
        occupancy.endSharing()
        #expect(occupancy == Occupancy())
    }
}
