import ADBCSource
package import Model
import ODBCSource
package import RowSource

/// Reads Snowflake through its ADBC or ODBC driver.
///
/// A thin layer over either. `DriverSettings` configures the driver, `SnowflakeDialect` provides the SQL, and
/// `SnowflakeConnection` adds what drivers don't know: keys, clustering, widths of whole numbers, query tags and the
/// point in time at which tables are read.
package struct SnowflakeSource: RowSource {
    package let displayName: String
    private let configuration: SnowflakeConfiguration

    package init(_ configuration: SnowflakeConfiguration, displayName: String = "Snowflake") {
        self.configuration = configuration
        self.displayName = displayName
    }

    package func connect() async throws(SourceError) -> any SourceConnection {
        try await open()
    }

    package var keepsSnapshots: Bool { true }

    /// Time travel keeps every table's past readable for a while, so only the point in time is held.
    package func holdSnapshot() async throws(SourceError) -> (any SnapshotHold)? {
        let connection = try await open()
        return try await connection.closingOnError { () async throws(SourceError) in
            PinnedInstant(try await connection.now(), connection: connection)
        }
    }

    private func open() async throws(SourceError) -> SnowflakeConnection {
        guard case .key(let setting, let passphrase) = configuration.credential else {
            return try await open(configuration)
        }
        let key = try KeyText(setting)
        try key.check(passphrase: passphrase)
        var configuration = configuration
        // The ADBC driver takes an encrypted key only as text.
        if passphrase != nil, configuration.route == .adbc {
            configuration.credential = .key(Secret(key.text), passphrase: passphrase)
        }
        do throws(SourceError) {
            return try await open(configuration)
        } catch {
            throw key.explained(error) ?? error
        }
    }

    private func open(_ configuration: SnowflakeConfiguration) async throws(SourceError) -> SnowflakeConnection {
        do throws(SourceError) {
            switch configuration.route {
            case .adbc:
                let source = ADBCSource(
                    driver: configuration.driver ?? "adbc_driver_snowflake",
                    options: DriverSettings.options(configuration), displayName: displayName)
                let connection = try await source.open()
                return try SnowflakeConnection(connection, narrowsIntegers: configuration.narrowsIntegers) { tag in
                    await connection.set(statementOption: "adbc.snowflake.statement.query_tag", to: tag)
                }
            case .odbc:
                let source = ODBCSource(
                    connectionString: DriverSettings.connectionString(configuration), displayName: displayName)
                let connection = try await source.connect()
                let dialect = SnowflakeDialect(access: .odbc)
                return try SnowflakeConnection(connection, narrowsIntegers: configuration.narrowsIntegers) {
                    (tag) async throws(SourceError) in
                    _ = try await connection.rows(dialect.tagging(tag))
                }
            }
        } catch {
            throw advised(error)
        }
    }

    private func advised(_ error: SourceError) -> SourceError {
        var error = error
        switch error.kind {
        case .driverMissing:
            error.advice =
                configuration.route == .adbc
                ? "install the driver (`pip install adbc-driver-snowflake` or `dbc install snowflake`) and write its "
                    + "library's path as source.driver_path, or its folder into ADBC_DRIVER_PATH"
                : "install Snowflake's ODBC driver, and write its registered name or path as source.driver_path"
        case _ where error.advice != nil: break
        case .authentication: error.advice = "check source.user and its password, key or token"
        case .connection:
            error.advice =
                "check source.account (or host and port), and that this host may reach it and its storage over HTTPS"
        default: break
        }
        return error
    }
}
