package import Model

extension Configuration {
    /// Slots a worker.
    package var threads: Int { entries.map { settings(of: $0).threads }.max() ?? TableSettings().threads }

    /// Time that a worker with a deadline keeps free at its end: enough for every table.
    package var timeoutBuffer: Duration {
        entries.map { settings(of: $0).timeoutBuffer }.max() ?? TableSettings().timeoutBuffer
    }

    /// A chunk that moves no row for this long is cancelled: long enough for every table.
    package var stallTimeout: Duration {
        entries.map { settings(of: $0).stallTimeout }.max() ?? TableSettings().stallTimeout
    }

    /// A longer value is refused: long enough for every table.
    package var maxValueBytes: Int {
        entries.map { settings(of: $0).maxValueBytes }.max() ?? TableSettings().maxValueBytes
    }

    /// An entry's settings: flags and environment, its own, those of the first pattern over it, `defaults`, built-in.
    package func settings(of entry: TableEntry) -> TableSettings {
        layers.settings(of: entry)
    }

    /// Where an entry's tables go: its own target, or that of the first pattern over it.
    package func target(of entry: TableEntry) -> TargetSelection? {
        layers.target(of: entry)
    }

    var layers: TableLayers { TableLayers(defaults: defaults, entries: entries, overrides: overrides) }
}
