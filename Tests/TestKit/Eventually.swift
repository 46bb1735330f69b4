/// Asks `condition` again and again until it holds; throws after `timeout`, with what was waited for.
package func eventually(
    _ what: String, within timeout: Duration = .seconds(180), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + timeout
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            throw TestKitError("not within \(timeout): \(what)")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
