package import Model

/// An error with a row in the table of failures.
package protocol ClassifiedError: Error {
    var rule: FailureRule { get }
    /// The final message of a program that ends with this error; it names the component that failed.
    var report: String { get }
    /// The printed advice on what to do next.
    var wayOut: String? { get }
}

extension ClassifiedError {
    package var report: String { "\(self)" }
    package var wayOut: String? { nil }
}

extension Failure {
    /// Converts any error to the form that the user sees: message, exit status and advice.
    package init(describing error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case let error as any ClassifiedError:
            self.init(error.rule.exit ?? .internalError, error.report, hint: error.wayOut)
        case is CancellationError:
            self.init(.interrupted, "interrupted")
        default:
            self.init(.internalError, "\(error)")
        }
    }
}
