import Publishing
import Testing

@Suite("Row counts before publishing")
struct RowCountRuleTests {
    @Test(
        "with a pinned snapshot, the counts must be equal and the source isn't counted again",
        arguments: [(10, RowCountRule.Verdict.equal), (9, .missing), (11, .tooMany), (0, .missing)])
    func pinned(copied: Int, verdict: RowCountRule.Verdict) async {
        #expect(
            await RowCountRule.verdict(copied: copied, planned: 10, isPinned: true) {
                Issue.record("a pinned source was counted again")
                return copied
            } == verdict)
    }

    @Test(
        "without one, the copied rows must be between the plan's count and the current count",
        arguments: [
            (10, 10, 99, RowCountRule.Verdict.equal), (12, 10, 15, .changed), (15, 10, 15, .changed),
            (16, 10, 15, .tooMany), (9, 10, 15, .missing), (8, 10, 5, .changed), (5, 10, 5, .changed),
            (4, 10, 5, .missing), (11, 10, 5, .tooMany), (0, 10, 10, .missing), (1, 0, 0, .tooMany),
        ])
    func unpinned(copied: Int, planned: Int, now: Int, verdict: RowCountRule.Verdict) async {
        #expect(await RowCountRule.verdict(copied: copied, planned: planned, isPinned: false) { now } == verdict)
    }

    @Test("a source that can't be counted publishes nothing")
    func uncounted() async {
        struct Unreachable: Error {}
        await #expect(throws: Unreachable.self) {
            try await RowCountRule.verdict(copied: 9, planned: 10, isPinned: false) { throw Unreachable() }
        }
    }
}
