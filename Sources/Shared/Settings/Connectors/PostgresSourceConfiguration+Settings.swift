import Model

extension PostgresSourceConfiguration: ConnectorSettings {
    static func read(_ section: SettingsSection) -> PostgresSourceConfiguration? {
        guard let value = section["url"] else {
            section.report(missing: "url", "is missing; write postgresql://user@host/database")
            return nil
        }
        guard let text = value.requiredText() else { return nil }
        return PostgresReader.url(text, of: value).map(PostgresSourceConfiguration.init)
    }

    var place: String { ConnectionDescription.postgres(url) }
    var identity: String { ConnectionDescription.postgresIdentity(url) }
    var users: [String] { [PostgresConnectionText(url.revealed)?.value("user") ?? ""] }
    var secrets: [Secret] { [url] }
    var stored: [String: JSONValue] { ["url": .text("***")] }
}
