/// One table of a run: what is read, where it goes and how.
///
/// Patterns are expanded, names are final.
package struct TableConfiguration: Hashable, Sendable {
    package var source: TableSource
    /// With a schema; both parts at most 63 bytes long, as PostgreSQL keeps them.
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
