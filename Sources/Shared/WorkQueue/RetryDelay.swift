/// How long a chunk waits after a failed attempt: 2, 4, 8 … 300 seconds, minus a random part of up to a quarter.
package func retryDelay(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    let seconds = attempt >= 9 ? 300.0 : Double(min(1 << max(attempt, 1), 300))
    return .seconds(seconds * Double.random(in: 0.75...1, using: &generator))
}
