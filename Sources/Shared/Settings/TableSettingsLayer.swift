package import Model

/// The table settings that one place gives: a table's entry, `defaults`, the environment, flags.
package struct TableSettingsLayer: Hashable, Sendable {
    /// Where one isn't given, its built-in value.
    private var values = TableSettings()
    /// Keys of those that are given.
    private var given: Set<String> = []

    package init() {}

    /// Reads all table settings of a section.
    init(_ section: SettingsSection) {
        for setting in Setting.tableKeys {
            guard let value = section[setting.key] else { continue }
            if let field = setting.field {
                if field.read(value, &values) { given.insert(setting.key) }
            } else if case .choice = setting.kind {
                // Checked here; the only words that pass are what this version does anyway.
                _ = value.choice()
            }
        }
    }

    /// These settings laid over lower ones.
    package func applied(to lower: TableSettings) -> TableSettings {
        var result = lower
        for key in given { Setting.tableFields[key]?.lay(values, &result) }
        return result
    }

    /// Whether this place gives a setting.
    package func gives(_ field: PartialKeyPath<TableSettings>) -> Bool {
        given.contains { key in
            let path: PartialKeyPath<TableSettings>? = Setting.tableFields[key]?.path
            return path == field
        }
    }
}
