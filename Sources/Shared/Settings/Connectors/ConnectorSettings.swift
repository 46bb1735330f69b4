import Model

/// What a kind of source knows of its own settings; each kind has a file with its answers.
protocol ConnectorSettings {
    /// Reads the keys of the `source` section that are this kind's; nil where it reports what is wrong.
    static func read(_ section: SettingsSection) -> Self?
    /// Where the source is, without a secret and without what makes no difference: `Driver=SQLite3;Database=shop.sqlite`.
    var place: String { get }
    /// What is read, whoever reads it; part of a configuration's identity, so that it must not change between releases.
    var identity: String { get }
    /// Who reads, each setting of it as `key=value`.
    var users: [String] { get }
    /// Values that no output may show.
    var secrets: [Secret] { get }
    /// As stored with a run: by the settings' names, secrets as `***`.
    var stored: [String: JSONValue] { get }
}

/// The one list of them.
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
