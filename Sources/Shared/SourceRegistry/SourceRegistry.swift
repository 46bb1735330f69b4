import ADBCSource
package import Model
import ODBCSource
import PostgresSource
package import RowSource
import Settings
import SnowflakeSource

/// Creates the source that a configuration describes, without connecting to it.
package func openSource(_ configuration: SourceConfiguration) throws -> any RowSource {
    let displayName = ConnectionDescription.source(configuration)
    switch configuration.connector {
    case .odbc(let odbc):
        return ODBCSource(
            connectionString: odbc.connection, displayName: displayName, dialect: configuration.dialect)
    case .adbc(let adbc):
        return ADBCSource(
            driver: adbc.driver, entrypoint: adbc.entrypoint,
            options: ADBCSource.Options(
                database: adbc.options, connection: adbc.connectionOptions, statement: adbc.statementOptions),
            displayName: displayName, dialect: configuration.dialect)
    case .postgres(let postgres):
        return PostgresSource(url: postgres.url, displayName: displayName)
    case .snowflake(let snowflake):
        return SnowflakeSource(snowflake, displayName: displayName)
    }
}
