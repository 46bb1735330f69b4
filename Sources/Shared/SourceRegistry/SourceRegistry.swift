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
    case .postgres:
        return PostgresSource(
            url: configuration.connection, displayName: ConnectionDescription.source(configuration))
    case .adbc, .snowflake:
        throw Failure(
            .usage, "source.type \(configuration.kind.rawValue) isn't there yet",
            hint: "Use type odbc with a driver for this source.")
    }
}
