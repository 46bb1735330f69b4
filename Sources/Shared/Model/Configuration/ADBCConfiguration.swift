/// Which ADBC driver reads the source, and what it is told, as configured.
package struct ADBCConfiguration: Hashable, Sendable {
    /// A path, or a name that is looked up.
    package var driver: String
    /// The function that fills the driver's table; nil: by convention.
    package var entrypoint: String?
    /// By the driver's own names; any may be a secret.
    package var options: [String: Secret]
    package var connectionOptions: [String: Secret]
    package var statementOptions: [String: Secret]

    package init(
        driver: String, entrypoint: String? = nil, options: [String: Secret] = [:],
        connectionOptions: [String: Secret] = [:], statementOptions: [String: Secret] = [:]
    ) {
        self.driver = driver
        self.entrypoint = entrypoint
        self.options = options
        self.connectionOptions = connectionOptions
        self.statementOptions = statementOptions
    }
}
