package import Model

/// A resolved configuration: substituted, checked, with flags and environment applied.
///
/// `identity` says what is copied where; `storedSettings`, without secrets, is stored with a run.
package struct Configuration: Sendable {
    /// The file's name as given, for messages.
    package var file: String
    package var source: SourceConfiguration
    package var target: TargetConfiguration
    package var control: ControlConfiguration
    /// The `defaults` section.
    package var defaults: TableSettingsLayer
    /// The `tables` section, in the order of the file; never empty.
    package var entries: [TableEntry]
    /// Values from flags and environment variables; they override every table's own settings.
    package var overrides: TableSettingsLayer
    /// The flag or the variable that gives each of these values, by the setting's key: `--threads`.
    package var overrideNames: [String: String]
    /// `MIGRATION_VERSION`; `nil` to use the program's own version.
    package var migrationVersion: String?
    /// All values that must not appear in any output, for `Redaction`.
    package var secrets: [Secret]
}
