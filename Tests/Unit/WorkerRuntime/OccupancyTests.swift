import Testing

@testable import WorkerRuntime

@Suite("Chunks side by side, or one alone")
struct OccupancyTests {
    @Test("chunks share a process, and one that needs it alone waits for all of them, with nobody coming in")
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

    @Test("two that need it alone have it one after the other, and nobody between them")
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

    @Test("one that gives up lets the others in again")
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
