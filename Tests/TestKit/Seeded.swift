// Foundation: the environment.
import Foundation

/// Random numbers (SplitMix64) with which a test can be replayed.
package struct Seeded: RandomNumberGenerator, Sendable {
    /// The value of `SNOWMELT_SEED` that reproduces the same numbers.
    package let seed: UInt64
    private var state: UInt64

    /// Takes the seed from `SNOWMELT_SEED`, otherwise a random one.
    package init() {
        let given = ProcessInfo.processInfo.environment["SNOWMELT_SEED"].flatMap { UInt64($0) }
        self.init(seed: given ?? UInt64.random(in: 1...1_000_000))
    }

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
