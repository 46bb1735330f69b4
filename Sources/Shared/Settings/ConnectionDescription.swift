package import Model
import Text

/// Describes where a connection leads and who uses it, without passwords.
package enum ConnectionDescription {
    /// The description of a source, in a form that depends on its kind.
    package static func source(_ source: SourceConfiguration) -> String { source.connector.settings.place }

    /// The name under which workers share a source's circuit breaker and its connection limit.
    ///
    /// Consists of the description and a hash of everything else that distinguishes the source and isn't secret, since
    /// each driver has its own option names. The user is included, because a rejected login doesn't affect other users.
    package static func sourceName(_ source: SourceConfiguration) -> String {
        let settings = source.connector.settings
        let parts = [source.connector.kind.rawValue, settings.identity] + settings.users
        let hash = StableHash.digits(parts.map { "\($0.utf8.count):\($0)" }.joined())
        return "\(self.source(source)) #\(hash.prefix(8))"
    }

    /// Only the keys that say where the connection leads: `Driver=SQLite3;Database=shop.sqlite`.
    package static func odbc(_ connection: Secret) -> String {
        let shown = [
            "driver", "dsn", "filedsn", "server", "servername", "host", "port", "socket", "database", "dbname", "db",
            "schema", "account", "warehouse",
        ]
        guard let text = ODBCConnectionText(connection.revealed) else { return "an ODBC connection" }
        let pairs = text.pairs.filter { shown.contains($0.key.lowercased()) }
        return pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
    }

    /// `postgresql://loader@db:5432/analytics`.
    package static func postgres(_ url: Secret) -> String {
        guard let text = PostgresConnectionText(url.revealed) else { return "a PostgreSQL connection" }
        let user = text.value("user").map { $0 + "@" } ?? ""
        let host = text.value("host") ?? text.value("hostaddr") ?? ""
        let port = text.value("port").map { ":" + $0 } ?? ""
        let database = text.value("dbname") ?? text.value("service").map { "?service=" + $0 } ?? ""
        // A directory as host is a socket; it can't be placed before the path.
        if host.hasPrefix("/") {
            return "postgresql://\(user)\(port)/\(database)?host=\(host)"
        }
        return "postgresql://\(user)\(host)\(port)/\(database)"
    }

    /// Identifies the database, whoever connects.
    static func postgresIdentity(_ url: Secret) -> String {
        guard let text = PostgresConnectionText(url.revealed) else { return "" }
        return ["host", "hostaddr", "port", "dbname", "service"]
            .compactMap { key in text.value(key).map { "\(key)=\($0)" } }.joined(separator: ";")
    }
}
