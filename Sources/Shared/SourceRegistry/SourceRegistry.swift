import ADBCSource
package import Model
import ODBCSource
import PostgresSource
package import RowSource
import Settings

/// The source that a configuration asks for; nothing is connected yet.
package func openSource(_ configuration: SourceConfiguration) throws -> any RowSource {
    switch configuration.kind {
    case .odbc:
        return ODBCSource(
            connectionString: configuration.connection,
            displayName: ConnectionDescription.source(configuration), dialect: configuration.dialect)
    case .adbc:
        guard let adbc = configuration.adbc else { throw Failure(.usage, "source.driver is missing") }
        return ADBCSource(
            driver: adbc.driver, entrypoint: adbc.entrypoint,
            options: ADBCSource.Options(
                database: adbc.options, connection: adbc.connectionOptions, statement: adbc.statementOptions),
            displayName: ConnectionDescription.source(configuration), dialect: configuration.dialect)
    case .postgres:
        return PostgresSource(
            url: configuration.connection, displayName: ConnectionDescription.source(configuration))
    case .snowflake:
        throw Failure(
            .usage, "source.type \(configuration.kind.rawValue) isn't there yet",
            hint: "Use type odbc or adbc with a driver for this source.")
    }
}
