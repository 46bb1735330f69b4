/// The configured ADBC driver and its options.
package struct ADBCConfiguration: Hashable, Sendable {
    /// The driver's path, or a name that is looked up.
    package var driver: String
    /// The function that initialises the driver; `nil` for the conventional name.
    package var entrypoint: String?
    /// Options of the database, by the driver's own names; any value may be a secret.
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
