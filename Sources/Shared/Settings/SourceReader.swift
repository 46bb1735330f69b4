import Model

/// Reads the `source` section.
enum SourceReader {
    static func read(_ section: SettingsSection, maxConnections override: Int?) -> SourceConfiguration? {
        guard let type = section["type"] else {
            section.report(missing: "type", "is missing; write type: odbc")
            return nil
        }
        guard let kind: SourceKind = type.word() else { return nil }
        refuseForeignKeys(section, kind: kind)
        let snapshot: SnapshotMode? = section["snapshot"]?.word()
        let dialect: SourceDialect? = section["dialect"]?.word()
        let maxConnections = section["max_connections"]?.integer()
        let breakerFailures = section["breaker_failures"]?.integer()
        let breakerRest = section["breaker_rest_seconds"]?.integer()
        var source = SourceConfiguration(
            kind: kind, connection: Secret(""), maxConnections: override ?? maxConnections, snapshot: snapshot ?? .auto,
            dialect: dialect ?? .auto)
        switch kind {
        case .adbc:
            guard let adbc = ADBCReader.read(section) else { return nil }
            source.adbc = adbc
        case .postgres:
            guard let url = PostgresReader.source(section) else { return nil }
            source.connection = url
        case .snowflake:
            guard let snowflake = SnowflakeReader.read(section) else { return nil }
            source.snowflake = snowflake
        case .odbc:
            guard let connection = connection(section) else { return nil }
            source.connection = connection
        }
        if let breakerFailures { source.breakerFailures = breakerFailures }
        if let breakerRest { source.breakerRest = .seconds(breakerRest) }
        return source
    }

    private static func connection(_ section: SettingsSection) -> Secret? {
        guard let value = section["connection"] else {
            section.report(
                missing: "connection",
                "is missing; write the ODBC connection string: Driver=SQLite3;Database=shop.sqlite")
            return nil
        }
        guard let text = value.requiredText() else { return nil }
        guard let pairs = ODBCConnectionText(text) else {
            value.report(
                "isn't an ODBC connection string (Driver=NAME;Key=value;…; a value with ; or braces stands in "
                    + "{braces}, } doubled); its value isn't shown")
            return nil
        }
        guard pairs.value("driver", "dsn", "filedsn") != nil else {
            value.report("names neither Driver nor DSN; odbcinst -q -d lists the drivers, odbcinst -q -s the DSNs")
            return nil
        }
        return Secret(text)
    }

    private static func refuseForeignKeys(_ section: SettingsSection, kind: SourceKind) {
        for key in section.givenKeys {
            let owners = Setting.at("source.\(key)")?.sources ?? []
            guard !owners.isEmpty, !owners.contains(kind) else { continue }
            section[key]?.report(
                "belongs to a source of type \(owners.map(\.rawValue).joined(separator: " or ")), not \(kind.rawValue)")
        }
    }
}
