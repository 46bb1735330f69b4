/// Which Snowflake account is read, by whom and over which driver, as configured.
package struct SnowflakeConfiguration: Hashable, Sendable {
    /// What proves who the user is.
    package enum Credential: Hashable, Sendable {
        case password(Secret)
        /// A private key in PEM, or the path of a file with one.
        case key(Secret, passphrase: Secret?)
        case oauthToken(Secret)
        case accessToken(Secret)
    }

    /// The kind of driver.
    package enum Route: String, Sendable, CaseIterable {
        case adbc, odbc
    }

    package var account: String
    /// nil with an OAuth token, which names its user.
    package var user: String?
    package var credential: Credential
    package var role: String?
    package var warehouse: String?
    package var database: String
    package var schema: String?
    /// Where the account's own name doesn't lead to it: private links.
    package var host: String?
    package var port: Int?
    /// `https`, or `http`.
    package var transport: String?
    package var route: Route
    /// Path or name of the driver; nil: the usual one.
    package var driver: String?
    /// By the driver's own names; any may be a secret.
    package var options: [String: Secret]
    /// Whether whole numbers become `bigint` where they fit.
    package var narrowsIntegers: Bool

    package init(
        account: String, user: String?, credential: Credential, role: String? = nil, warehouse: String? = nil,
        database: String, schema: String? = nil, host: String? = nil, port: Int? = nil, transport: String? = nil,
        route: Route = .adbc, driver: String? = nil, options: [String: Secret] = [:], narrowsIntegers: Bool = true
    ) {
        self.account = account
        self.user = user
        self.credential = credential
        self.role = role
        self.warehouse = warehouse
        self.database = database
        self.schema = schema
        self.host = host
        self.port = port
        self.transport = transport
        self.route = route
        self.driver = driver
        self.options = options
        self.narrowsIntegers = narrowsIntegers
    }
}
