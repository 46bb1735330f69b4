package import Model

extension Configuration {
    /// How its workers work: the largest value of any table.
    package var work: WorkOptions {
        let all = entries.map { settings(of: $0).work }
        return all.dropFirst().reduce(all.first ?? WorkOptions()) { $0.widened(by: $1) }
    }

    /// An entry's settings from, in order of precedence: flags and environment, the entry, the first matching pattern,
    /// `defaults`, built-in.
    package func settings(of entry: TableEntry) -> TableSettings {
        layers.settings(of: entry)
    }

    /// The target of an entry's tables: its own, or that of the first matching pattern.
    package func target(of entry: TableEntry) -> TargetSelection? {
        layers.target(of: entry)
    }

    var layers: TableLayers { TableLayers(defaults: defaults, entries: entries, overrides: overrides) }
}
