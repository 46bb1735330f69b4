package import Model

/// An error as JSON, on stdout with `--output json`.
package struct FailureDocument: Encodable, Sendable {
    private let error: String
    private let hint: Nullable<String>
    private let exit: Int32

    package init(_ failure: Failure) {
        error = failure.message
        hint = Nullable(failure.hint)
        exit = failure.status.rawValue
    }
}
