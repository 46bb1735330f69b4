package import Model

/// A configuration as resolved: substituted, checked, with flags and environment on top.
///
/// What it moves where is `identity`; what is stored beside a run is `storedSettings`, without secrets.
package struct Configuration: Sendable {
    /// The file, as it was named to us; for messages.
    package var file: String
    package var source: SourceConfiguration
    package var target: TargetConfiguration
    package var control: ControlConfiguration
    /// The `defaults` section.
    package var defaults: TableSettingsLayer
    /// The `tables` section, in the order of the file; never empty.
    package var entries: [TableEntry]
    /// What flags and environment variables say; wins over every table's own settings.
    package var overrides: TableSettingsLayer
    /// `MIGRATION_VERSION`; nil: the program's own version counts.
    package var migrationVersion: String?
    /// Everything that no output may show, for `Redaction`.
    package var secrets: [Secret]
}
