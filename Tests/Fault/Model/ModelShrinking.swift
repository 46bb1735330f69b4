/// Shrinks a failing sequence until no step can be left out, or as far as the time allows.
struct ModelShrinking {
    let deadline: ContinuousClock.Instant

    struct Failure {
        var steps: [ModelStep]
        var mismatch: any Error
        var trace: [String]
    }

    /// - Parameter attempt: runs steps from a clean state; returns `nil` if they don't fail.
    func shrunk(_ failure: Failure, attempt: ([ModelStep]) async throws -> Failure?) async throws -> Failure {
        var smallest = failure
        var size = max(failure.steps.count / 2, 1)
        while true {
            var hasShrunk = false
            var start = 0
            while start < smallest.steps.count, ContinuousClock.now < deadline {
                var candidate = smallest.steps
                candidate.removeSubrange(start..<min(start + size, candidate.count))
                if let failure = try await attempt(candidate) {
                    smallest = failure
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if ContinuousClock.now >= deadline || (size == 1 && !hasShrunk) { return smallest }
            size = max(size / 2, 1)
        }
    }
}
