import Testing
import WorkerRuntime

@Suite("When a chunk is split")
struct SplitRuleTests {
    @Test("a chunk that had nearly all of a worker's time is split; another one at its second deadline")
    func rule() {
        let rule = SplitRule(life: .seconds(100))
        #expect(!rule.splits(had: .seconds(79), timesOverdue: 0))
        #expect(rule.splits(had: .seconds(80), timesOverdue: 0))
        #expect(rule.splits(had: .seconds(1), timesOverdue: 1))
    }
}
