/// A failed call of the Runtime API, or an unexpected answer.
package struct RuntimeAPIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The request, such as `GET /runtime/invocation/next`, or the C function that failed.
    package var operation: String
    package var message: String

    package init(_ operation: String, _ message: String) {
        self.operation = operation
        self.message = message
    }

    package var description: String { "\(operation): \(message)" }
}
