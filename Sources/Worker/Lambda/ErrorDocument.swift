import Failures
package import Model

/// An error as Lambda returns it to the function's caller.
package struct ErrorDocument: Hashable, Sendable, Encodable {
    package var errorMessage: String
    /// For example `Snowmelt.Target`; state machines catch errors by their type.
    package var errorType: String

    /// - Parameter redact: masks secrets.
    package init(_ failure: Failure, redact: (String) -> String) {
        errorMessage = redact(failure.description)
        let kind = ProgramFailure(failure.status).rawValue
        errorType = "Snowmelt.\(kind.prefix(1).uppercased())\(kind.dropFirst())"
    }
}
