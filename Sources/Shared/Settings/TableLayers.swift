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

    /// The first pattern that matches the table named by an exact entry.
    private func pattern(over entry: TableEntry) -> TableEntry? {
        guard case .table(let name) = entry.selection else { return nil }
        return entries.first { $0.isPattern(over: name) }
    }
}
