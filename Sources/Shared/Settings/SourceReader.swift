import Model

/// Reads the `source` section.
enum SourceReader {
    static func read(_ section: SettingsSection, maxConnections override: Int?) -> SourceConfiguration? {
        guard let type = section["type"] else {
            section.report(missing: "type", "is missing; write type: odbc")
            return nil
        }
        guard let word = type.choice(SourceKind.allCases.map(\.rawValue)), let kind = SourceKind(rawValue: word) else {
            return nil
        }
        refuseForeignKeys(section, kind: kind)
        let snapshot = section["snapshot"]?.choice(SnapshotMode.allCases.map(\.rawValue)).flatMap(SnapshotMode.init)
        let dialect = section["dialect"]?.choice(SourceDialect.allCases.map(\.rawValue)).flatMap(SourceDialect.init)
        let maxConnections = section["max_connections"]?.integer(in: 1...100_000)
        let breakerFailures = section["breaker_failures"]?.integer(in: 2...1_000)
        let breakerRest = section["breaker_rest_seconds"]?.integer(in: 1...86_400)
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
        case .odbc, .snowflake:
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
        let own = Setting.sourceKeys.first { $0.kind == kind.rawValue }?.keys ?? []
        for key in section.givenKeys where !own.contains(key) {
            let owners = Setting.sourceKeys.filter { $0.keys.contains(key) }.map(\.kind)
            guard !owners.isEmpty else { continue }
            section[key]?.report(
                "belongs to a source of type \(owners.joined(separator: " or ")), not \(kind.rawValue)")
        }
    }
}
