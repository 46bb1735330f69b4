/// The configured Snowflake account, user and driver.
package struct SnowflakeConfiguration: Hashable, Sendable {
    /// The user's credential.
    package enum Credential: Hashable, Sendable {
        case password(Secret)
        /// A private key in PEM format, or the path of a file that contains one.
        case key(Secret, passphrase: Secret?)
        case oauthToken(Secret)
        case accessToken(Secret)
    }

    /// The kind of driver.
    package enum Route: String, Sendable, CaseIterable {
        case adbc, odbc
    }

    package var account: String
    /// `nil` with an OAuth token, which names its user.
    package var user: String?
    package var credential: Credential
    package var role: String?
    package var warehouse: String?
    package var database: String
    package var schema: String?
    /// The host, if it can't be derived from the account's name, as with private links.
    package var host: String?
    package var port: Int?
    /// `https` or `http`.
    package var transport: String?
    package var route: Route
    /// The driver's path or name; `nil` for the default driver.
    package var driver: String?
    /// Options by the driver's own names; any value may be a secret.
    package var options: [String: Secret]
    /// Whether whole numbers become `bigint` if they fit.
    package var narrowsIntegers: Bool
    /// How long the ADBC driver repeats a request that fails.
    package var requestTimeout: Duration

    package init(
        account: String, user: String?, credential: Credential, role: String? = nil, warehouse: String? = nil,
        database: String, schema: String? = nil, host: String? = nil, port: Int? = nil, transport: String? = nil,
        route: Route = .adbc, driver: String? = nil, options: [String: Secret] = [:], narrowsIntegers: Bool = true,
        requestTimeout: Duration = .seconds(60)
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
        self.requestTimeout = requestTimeout
    }
}
