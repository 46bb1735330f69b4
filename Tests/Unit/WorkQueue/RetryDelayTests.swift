import Model
import Testing
import WorkQueue

@Suite("The delay after a failed attempt")
struct RetryDelayTests {
    /// Generates pseudo-random numbers: SplitMix64.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test(
        "it doubles up to 300 seconds, minus at most a quarter",
        arguments: [(0, 2.0), (1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (62, 300), (64, 300), (Int.max, 300)]
            as [(Int, Double)])
    func doubles(attempt: Int, most: Double) {
        var generator = Seeded(state: 42)
        for _ in 0..<200 {
            let delay = retryDelay(attempt: attempt, using: &generator).inSeconds
            #expect(delay >= most * 0.75 && delay <= most)
        }
    }

    @Test("chunks that fail at the same time aren't retried at the same time")
    func jitter() {
        var generator = Seeded(state: 42)
        let delays = Set((0..<100).map { _ in retryDelay(attempt: 5, using: &generator) })
        #expect(delays.count == 100)
    }
}
