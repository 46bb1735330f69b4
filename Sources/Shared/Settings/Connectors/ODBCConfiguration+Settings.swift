import Model
import Text

extension ODBCConfiguration: ConnectorSettings {
    static func read(_ section: SettingsSection) -> ODBCConfiguration? {
        guard let value = section["connection"] else {
            section.report(
                missing: "connection",
                "is missing; write the ODBC connection string: Driver=SQLite3;Database=shop.sqlite")
            return nil
        }
        guard let text = value.requiredText() else { return nil }
        guard let pairs = ODBCConnectionText(text) else {
            guard !text.hasPrefix("postgres://"), !text.hasPrefix("postgresql://") else {
                value.report("is a PostgreSQL URL; write `type: postgres` and the URL as source.url")
                return nil
            }
            value.report(
                "isn't an ODBC connection string (Driver=NAME;Key=value;…; a value with ; or braces stands in "
                    + "{braces}, } doubled); its value isn't shown")
            return nil
        }
        guard pairs.value("driver", "dsn", "filedsn") != nil else {
            value.report("names neither Driver nor DSN; odbcinst -q -d lists the drivers, odbcinst -q -s the DSNs")
            return nil
        }
        return ODBCConfiguration(connection: Secret(text))
    }

    var place: String { ConnectionDescription.odbc(connection) }

    /// Driver, place and all other keys except credentials; keys in lower case and sorted.
    var identity: String {
        guard let text = ODBCConnectionText(connection.revealed) else { return "" }
        return text.pairs.filter { !CredentialName.isSecret($0.key) && !CredentialName.isUser($0.key) }
            .map { "\($0.key.lowercased())=\($0.value)" }.sorted().joined(separator: ";")
    }

    var users: [String] {
        let pairs = ODBCConnectionText(connection.revealed)?.pairs ?? []
        return pairs.filter { CredentialName.isUser($0.key) }.map { "\($0.key.lowercased())=\($0.value)" }.sorted()
    }

    var secrets: [Secret] { [connection] }
    var stored: [String: JSONValue] { ["connection": .text("***")] }
}
