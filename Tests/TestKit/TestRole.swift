package import Model

/// A role with a password and few rights.
package struct TestRole: Sendable {
    package let name: String
    /// Logs in as the role.
    ///
    /// The password stands in it as it is, so tests choose one without special characters.
    package let url: Secret
}
