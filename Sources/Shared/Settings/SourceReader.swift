import Model
import Text

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
        guard let connector = SourceConnector.read(kind, section) else { return nil }
        var source = SourceConfiguration(
            connector, maxConnections: override ?? maxConnections, snapshot: snapshot ?? .auto,
            dialect: dialect ?? .auto)
        if let breakerFailures { source.breakerFailures = breakerFailures }
        if let breakerRest { source.breakerRest = .seconds(breakerRest) }
        return source
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
