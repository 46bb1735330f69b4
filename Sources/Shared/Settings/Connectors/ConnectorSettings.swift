import Model

/// The settings of one kind of source; each kind implements this in its own file.
protocol ConnectorSettings {
    /// Reads this kind's keys of the `source` section; returns `nil` after reporting problems.
    static func read(_ section: SettingsSection) -> Self?
    /// Where the source is, without secrets and irrelevant settings: `Driver=SQLite3;Database=shop.sqlite`.
    var place: String { get }
    /// Identifies what is read, whoever reads it. Part of a configuration's identity, so it must not change between
    /// releases.
    var identity: String { get }
    /// The settings that identify the user, each as `key=value`.
    var users: [String] { get }
    /// Values that must not appear in any output.
    var secrets: [Secret] { get }
    /// The settings as stored with a run, by name; secrets are `***`.
    var stored: [String: JSONValue] { get }
}

/// The only list of the connectors' settings.
extension SourceConnector {
    static func read(_ kind: SourceKind, _ section: SettingsSection) -> SourceConnector? {
        switch kind {
        case .odbc: ODBCConfiguration.read(section).map(SourceConnector.odbc)
        case .adbc: ADBCConfiguration.read(section).map(SourceConnector.adbc)
        case .snowflake: SnowflakeConfiguration.read(section).map(SourceConnector.snowflake)
        case .postgres: PostgresSourceConfiguration.read(section).map(SourceConnector.postgres)
        }
    }

    var settings: any ConnectorSettings {
        switch self {
        case .odbc(let odbc): odbc
        case .adbc(let adbc): adbc
        case .snowflake(let snowflake): snowflake
        case .postgres(let postgres): postgres
        }
    }
}
