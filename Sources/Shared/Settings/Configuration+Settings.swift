package import Model

extension Configuration {
    /// Slots a worker.
    package var threads: Int { entries.map { settings(of: $0).threads }.max() ?? TableSettings().threads }

    /// Time that a worker with a deadline keeps free at its end: enough for every table.
    package var timeoutBuffer: Duration {
        entries.map { settings(of: $0).timeoutBuffer }.max() ?? TableSettings().timeoutBuffer
    }

    /// An entry's settings: flags and environment, its own, those of the first pattern over it, `defaults`, built-in.
    package func settings(of entry: TableEntry) -> TableSettings {
        settings(entry, under: pattern(over: entry))
    }

    /// Where an entry's tables go: its own target, or that of the first pattern over it.
    package func target(of entry: TableEntry) -> TargetSelection? {
        entry.target ?? pattern(over: entry)?.target
    }

    func settings(_ entry: TableEntry, under pattern: TableEntry?) -> TableSettings {
        var settings = defaults.applied(to: TableSettings())
        if let pattern { settings = pattern.settings.applied(to: settings) }
        settings = entry.settings.applied(to: settings)
        return overrides.applied(to: settings)
    }

    private func pattern(over entry: TableEntry) -> TableEntry? {
        guard case .table(let name) = entry.selection else { return nil }
        return firstPattern(matching: name)
    }

    func firstPattern(matching name: QualifiedName) -> TableEntry? {
        entries.first { other in
            guard case .pattern(let pattern) = other.selection else { return false }
            return NameText.matches(name, pattern: pattern)
        }
    }
}
