package import Model

extension Configuration {
    /// Slots per worker.
    package var threads: Int { entries.map { settings(of: $0).threads }.max() ?? TableSettings().threads }

    /// Time that a worker with a deadline reserves at its end; the largest value of any table.
    package var timeoutBuffer: Duration {
        entries.map { settings(of: $0).timeoutBuffer }.max() ?? TableSettings().timeoutBuffer
    }

    /// A chunk that moves no row for this long is cancelled; the largest value of any table.
    package var stallTimeout: Duration {
        entries.map { settings(of: $0).stallTimeout }.max() ?? TableSettings().stallTimeout
    }

    /// Longer values are refused; the largest limit of any table.
    package var maxValueBytes: Int {
        entries.map { settings(of: $0).maxValueBytes }.max() ?? TableSettings().maxValueBytes
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
