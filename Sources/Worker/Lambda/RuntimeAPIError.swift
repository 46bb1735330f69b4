/// The Runtime API couldn't be called, or answered something else than it should.
package struct RuntimeAPIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `GET /runtime/invocation/next`, or the C function that failed.
    package var operation: String
    package var message: String

    package init(_ operation: String, _ message: String) {
        self.operation = operation
        self.message = message
    }

    package var description: String { "\(operation): \(message)" }
}
