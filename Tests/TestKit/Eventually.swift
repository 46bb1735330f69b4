/// Polls `condition` until it holds; after `timeout`, throws an error with `what`.
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
