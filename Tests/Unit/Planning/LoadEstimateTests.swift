import Model
import Testing

@testable import Planning

@Suite("Estimates of copying time")
struct LoadEstimateTests {
    private func plan(_ rows: [Int]) -> ChunkPlan {
        ChunkPlan(
            chunks: rows.enumerated().map {
                PlannedChunk(number: $0.offset + 1, predicate: nil, range: "", expectedRows: $0.element)
            }, method: .hash, warnings: [])
    }

    @Test("slots share equal chunks")
    func even() {
        let estimate = LoadEstimate(plan([500_000, 500_000, 500_000, 500_000]), bytesPerRow: nil)
        #expect(estimate.chunks == 4 && estimate.rows == 2_000_000)
        #expect(estimate.bytes == nil)
        #expect(estimate.seconds(slots: 1) == 40)
        #expect(estimate.seconds(slots: 4) == 10)
    }

    @Test("a table that may take longer than half of its retention causes a warning with advice")
    func retention() {
        #expect(LoadEstimate.retentionWarnings(days: 1, copying: .seconds(43_200)) == [])
        #expect(LoadEstimate.retentionWarnings(days: 7, copying: .seconds(86_400)) == [])
        let warnings = LoadEstimate.retentionWarnings(days: 1, copying: .seconds(50_400))
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("1 day(s), and one worker may need 14 hours") == true, "\(warnings)")
        #expect(warnings.first?.contains("DATA_RETENTION_TIME_IN_DAYS") == true)
    }

    @Test("no number of slots is faster than the largest chunk")
    func skewed() {
        let estimate = LoadEstimate(plan([1_000_000, 50_000, 50_000]), bytesPerRow: nil)
        #expect(estimate.seconds(slots: 2) == 20)
        #expect(estimate.seconds(slots: 100) == 20)
    }

    @Test("wide rows are estimated by bytes, narrow ones by number")
    func width() {
        let wide = LoadEstimate(plan([1_024]), bytesPerRow: 1_048_576)
        #expect(wide.bytes == 1_073_741_824)
        #expect(abs(wide.seconds(slots: 1) - 102.4) < 0.001)
        let narrow = LoadEstimate(plan([50_000]), bytesPerRow: 20)
        #expect(narrow.bytes == 1_000_000)
        #expect(narrow.seconds(slots: 1) == 1)
    }

    @Test("tables also share the slots, and unknown bytes stay unknown")
    func sum() {
        let one = LoadEstimate(plan([100_000]), bytesPerRow: 10)
        let other = LoadEstimate(plan([50_000, 50_000]), bytesPerRow: 30)
        let both = [one, other].reduce(LoadEstimate(), +)
        #expect(both.chunks == 3 && both.rows == 200_000)
        #expect(both.bytes == 4_000_000)
        #expect(both.seconds(slots: 1) == 4)
        #expect(both.seconds(slots: 2) == 2)
        #expect((both + LoadEstimate(plan([1]), bytesPerRow: nil)).bytes == nil)
    }

    @Test("no rows take no time")
    func empty() {
        let estimate = LoadEstimate(plan([0]), bytesPerRow: 10)
        #expect(estimate.bytes == 0 && estimate.seconds(slots: 8) == 0)
        #expect(LoadEstimate().seconds(slots: 0) == 0)
    }
}
