package import Model

/// A role with a password and few rights.
package struct TestRole: Sendable {
    package let name: String
    /// A connection string that logs in as the role.
    ///
    /// It contains the password unencoded, so tests choose one without special characters.
    package let url: Secret
}
