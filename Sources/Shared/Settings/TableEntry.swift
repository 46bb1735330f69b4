import Model

/// One entry of `tables` as written: a selection, its target and its own settings.
package struct TableEntry: Hashable, Sendable {
    package var selection: TableSelection
    /// Names and patterns of tables that a pattern leaves out.
    package var exclude: [String] = []
    /// `nil` to use the target of the pattern that also matches the table.
    package var target: TargetSelection?
    package var settings: TableSettingsLayer
    /// Counts from 0, in the order of the file.
    package var index: Int
    /// Where the entry starts in the file.
    package var position: ConfigurationProblem.Position?

    package init(
        selection: TableSelection, target: TargetSelection?, settings: TableSettingsLayer = TableSettingsLayer(),
        index: Int = 0, position: ConfigurationProblem.Position? = nil
    ) {
        self.selection = selection
        self.target = target
        self.settings = settings
        self.index = index
        self.position = position
    }

    /// Whether this is a pattern that selects a table, compared case-sensitively.
    func isPattern(over name: QualifiedName) -> Bool {
        guard case .pattern(let pattern) = selection, NameText.matches(name, pattern: pattern) else { return false }
        return !exclude.contains { NameText.names($0, name) }
    }
}
