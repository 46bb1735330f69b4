/// One table of a run: its source, its target and its settings.
///
/// Patterns are expanded, and names are final.
package struct TableConfiguration: Hashable, Sendable {
    package var source: TableSource
    /// The target's name with its schema; both parts have at most 63 bytes, as PostgreSQL stores them.
    package var target: QualifiedName
    package var settings: TableSettings

    package init(source: TableSource, target: QualifiedName, settings: TableSettings) {
        self.source = source
        self.target = target
        self.settings = settings
    }

    /// Whether the user wrote a part of the statements that read the source.
    package var holdsUserSQL: Bool {
        if case .query = source { return true }
        return settings.filter != nil
            || settings.columns.values.contains { rule in
                if case .copy(_, .some) = rule { true } else { false }
            }
    }
}
