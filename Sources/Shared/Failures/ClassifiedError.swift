package import Model

/// An error that has a row in the table of failures.
package protocol ClassifiedError: Error {
    var rule: FailureRule { get }
    /// The error as a program's last words: it says whose it is.
    var report: String { get }
    /// What is printed as the way out.
    var wayOut: String? { get }
}

extension ClassifiedError {
    package var report: String { "\(self)" }
    package var wayOut: String? { nil }
}

extension Failure {
    /// Any error as the user sees it: message, exit status, way out.
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
