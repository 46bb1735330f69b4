import ADBCSource
package import Model
import ODBCSource
package import RowSource
import TextFiles

/// Reads Snowflake through its ADBC or ODBC driver.
///
/// A thin layer over either. `DriverSettings` configures the driver, `SnowflakeDialect` provides the SQL, and
/// `SnowflakeConnection` adds what drivers don't know: keys, clustering, widths of whole numbers, query tags and the
/// point in time at which tables are read.
package struct SnowflakeSource: RowSource {
    /// Maximum size in bytes of a key file.
    private static let keyLimit = 1 << 20

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
        do throws(SourceError) {
            let configuration = try withReadableKey()
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

    /// Prepares the private key for the driver.
    ///
    /// The driver takes an encrypted key only as text. It reads any other key file itself, whatever the path leads to,
    /// so the file is checked first.
    private func withReadableKey() throws(SourceError) -> SnowflakeConfiguration {
        guard case .key(let key, let passphrase) = configuration.credential, !key.revealed.contains("-----BEGIN")
        else { return configuration }
        let text: String
        do {
            text = try TextFile.read(key.revealed, limit: Self.keyLimit)
        } catch {
            throw SourceError(
                .authentication, operation: "private_key",
                message: "the file of source.private_key \(error.reason)")
        }
        guard let passphrase, configuration.route == .adbc else { return configuration }
        var configuration = configuration
        configuration.credential = .key(Secret(text), passphrase: passphrase)
        return configuration
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
