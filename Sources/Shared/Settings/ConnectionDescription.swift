package import Model
import Text

/// What may be said about a connection: where it leads and who uses it, never with what password.
package enum ConnectionDescription {
    /// The source's, in the words of its kind.
    package static func source(_ source: SourceConfiguration) -> String { source.connector.settings.place }

    /// The name under which workers share a source's circuit breaker and its connections.
    ///
    /// What can be said of it, and a hash of all that tells it from others and is no secret: a driver has names of its
    /// own for where it leads. Who connects is a part of it, since a login that is refused isn't another's.
    package static func sourceName(_ source: SourceConfiguration) -> String {
        let settings = source.connector.settings
        let parts = [source.connector.kind.rawValue, settings.identity] + settings.users
        let hash = StableHash.digits(parts.map { "\($0.utf8.count):\($0)" }.joined())
        return "\(self.source(source)) #\(hash.prefix(8))"
    }

    /// `Driver=SQLite3;Database=shop.sqlite`: only keys that say where the connection leads.
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
        // A directory as host is a socket; it can't stand before the path.
        if host.hasPrefix("/") {
            return "postgresql://\(user)\(port)/\(database)?host=\(host)"
        }
        return "postgresql://\(user)\(host)\(port)/\(database)"
    }

    /// Which database, whoever connects.
    static func postgresIdentity(_ url: Secret) -> String {
        guard let text = PostgresConnectionText(url.revealed) else { return "" }
        return ["host", "hostaddr", "port", "dbname", "service"]
            .compactMap { key in text.value(key).map { "\(key)=\($0)" } }.joined(separator: ";")
    }
}
