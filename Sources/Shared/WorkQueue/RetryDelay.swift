/// How long a chunk rests after a failed attempt: 2, 4, 8 … 300 seconds, less up to a quarter at random.
package func retryDelay(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    let seconds = attempt >= 9 ? 300.0 : Double(min(1 << max(attempt, 1), 300))
    return .seconds(seconds * Double.random(in: 0.75...1, using: &generator))
}
