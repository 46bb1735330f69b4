import Model

/// The layers of table settings, and how they are combined.
struct TableLayers {
    var defaults: TableSettingsLayer
    var entries: [TableEntry]
    var overrides: TableSettingsLayer

    /// In order of precedence: flags and environment, the entry, the matching pattern, `defaults`, built-in.
    func settings(_ entry: TableEntry, under pattern: TableEntry?) -> TableSettings {
        var settings = defaults.applied(to: TableSettings())
        if let pattern { settings = pattern.settings.applied(to: settings) }
        settings = entry.settings.applied(to: settings)
        return overrides.applied(to: settings)
    }

    func settings(of entry: TableEntry) -> TableSettings {
        settings(entry, under: pattern(over: entry))
    }

    func target(of entry: TableEntry) -> TargetSelection? {
        entry.target ?? pattern(over: entry)?.target
    }

    /// The entry that copies a source table, or a query, to a target, and the settings that it gives it.
    func owner(of source: QualifiedName, to target: QualifiedName) -> (entry: TableEntry, settings: TableSettings)? {
        let exact = entries.first { entry in
            switch entry.selection {
            case .query: return leads(entry, to: target, from: source)
            case .table(let name):
                let wanted = QualifiedName(schema: name.schema ?? source.schema, name: name.name)
                return wanted.lowercased == source.lowercased && leads(entry, to: target, from: source)
            case .pattern: return false
            }
        }
        if let exact { return (exact, settings(of: exact)) }
        let pattern = entries.first { entry in
            guard case .pattern(let pattern) = entry.selection else { return false }
            let isSource =
                NameText.matches(source, pattern: pattern)
                || NameText.matches(source.lowercased, pattern: pattern.lowercased())
            return isSource && leads(entry, to: target, from: source)
        }
        return pattern.map { ($0, settings(of: $0)) }
    }

    private func leads(_ entry: TableEntry, to target: QualifiedName, from source: QualifiedName) -> Bool {
        switch self.target(of: entry) {
        case .table(let name): IdentifierLimit.cut(name) == target
        case .schema(let schema): IdentifierLimit.cut(QualifiedName(schema: schema, name: source.name)) == target
        case nil: false
        }
    }

    /// The first pattern that matches the table named by an exact entry.
    private func pattern(over entry: TableEntry) -> TableEntry? {
        guard case .table(let name) = entry.selection else { return nil }
        return entries.first { $0.isPattern(over: name) }
    }
}
