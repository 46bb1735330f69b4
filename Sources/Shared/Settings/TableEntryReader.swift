import Model

/// Reads one entry of `tables`.
enum TableEntryReader {
    static func read(_ value: SettingValue, index: Int) -> TableEntry? {
        guard let section = SettingsSection(value) else { return nil }
        let settings = TableSettingsLayer(section)
        let hasTarget = section["target"] != nil
        let target = section["target"].flatMap(target)
        guard let selection = selection(section), hasTarget == (target != nil) else { return nil }
        switch (selection, target) {
        case (.pattern, .table?):
            section["target"]?.report("is one table for a pattern of tables; write schema.* to keep their names")
        case (.query, .schema?), (.query, nil):
            section.report(missing: "target", "a query has no name of its own; write the target table, schema.name")
        case (.pattern, nil):
            section.report(missing: "target", "is missing; write schema.* to keep the tables' names")
        case (.query, _) where settings.gives(\.filter):
            section["where"]?.report("stands beside a query; put the condition into the query")
        default:
            var entry = TableEntry(
                selection: selection, target: target, settings: settings, index: index, position: value.position)
            guard let exclude = section["exclude"] else { return entry }
            guard let names = excluded(exclude, from: selection) else { return nil }
            entry.exclude = names
            return entry
        }
        return nil
    }

    /// Reads `exclude: [main.tmp_*, main.old]`.
    private static func excluded(_ value: SettingValue, from selection: TableSelection) -> [String]? {
        guard case .pattern = selection else {
            value.report("goes with a pattern only, such as source: main.*; remove it")
            return nil
        }
        guard let names = value.names() else { return nil }
        for name in names where !NameText.isPattern(name) && NameText.qualifiedName(name) == nil {
            value.report("\(name) is neither a table name nor a pattern: write main.old or main.tmp_*")
            return nil
        }
        return names
    }

    /// Reads `source: schema.name`, `source: main.*`, `query: SELECT …` or `source: {query: SELECT …}`.
    private static func selection(_ section: SettingsSection) -> TableSelection? {
        let query = section["query"]
        guard let source = section["source"] else {
            guard let query else {
                section.report(
                    missing: "source", "is missing; write a table (main.visits), a pattern (main.*), or query: SELECT …"
                )
                return nil
            }
            return query.requiredText().map(TableSelection.query)
        }
        if let query {
            query.report("stands beside source; write either source or query")
            return nil
        }
        guard source.isScalar else {
            return SettingsSection(source)?["query"]?.requiredText().map(TableSelection.query)
        }
        guard let text = source.requiredText() else { return nil }
        if NameText.isPattern(text) { return .pattern(text) }
        guard let name = NameText.qualifiedName(text) else {
            source.report("isn't a table name: write schema.name, with double quotes around a part that has a dot")
            return nil
        }
        return .table(name)
    }

    private static func target(_ value: SettingValue) -> TargetSelection? {
        guard let text = value.requiredText() else { return nil }
        if text.hasSuffix(".*"), let schema = NameText.qualifiedName(String(text.dropLast(2))), schema.schema == nil {
            return .schema(schema.name)
        }
        guard !NameText.isPattern(text), let name = NameText.qualifiedName(text) else {
            value.report("isn't a target: write schema.name, or schema.* to keep the source's names")
            return nil
        }
        return .table(name.inSchema)
    }
}
