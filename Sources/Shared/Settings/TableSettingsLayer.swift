package import Model

/// The table settings from one place: a table's entry, `defaults`, the environment or flags.
package struct TableSettingsLayer: Hashable, Sendable {
    /// Settings that aren't given have their built-in values.
    private var values = TableSettings()
    /// Keys of the given settings.
    private var given: Set<String> = []

    package init() {}

    /// Reads all table settings of a section.
    init(_ section: SettingsSection) {
        for setting in Setting.tableKeys {
            guard let value = section[setting.key] else { continue }
            if let field = setting.field {
                if field.read(value, &values) { given.insert(setting.key) }
            } else if case .choice = setting.kind {
                // Only checked; the accepted words describe what this version does anyway.
                _ = value.choice()
            }
        }
    }

    /// Applies these settings on top of those with lower precedence.
    package func applied(to lower: TableSettings) -> TableSettings {
        var result = lower
        for key in given { Setting.tableFields[key]?.lay(values, &result) }
        return result
    }

    /// Whether this layer gives a setting.
    package func gives(_ field: PartialKeyPath<TableSettings>) -> Bool {
        given.contains { key in
            let path: PartialKeyPath<TableSettings>? = Setting.tableFields[key]?.path
            return path == field
        }
    }
}
