package import Model
import ODBCSource
package import RowSource
import Settings

/// The source that a configuration asks for; nothing is connected yet.
package func openSource(_ configuration: SourceConfiguration) throws -> any RowSource {
    switch configuration.kind {
    case .odbc:
        return ODBCSource(
            connectionString: configuration.connection,
            displayName: ConnectionDescription.odbc(configuration.connection), dialect: configuration.dialect)
    case .adbc, .snowflake, .postgres:
        throw Failure(
            .usage, "source.type \(configuration.kind.rawValue) isn't there yet",
            hint: "Use type odbc with a driver for this source.")
    }
}
