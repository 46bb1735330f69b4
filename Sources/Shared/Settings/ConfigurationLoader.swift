import Model
import TextFiles
import Yams

/// Reads a configuration file in YAML, which includes JSON.
///
/// The order of precedence is flag, environment, table, pattern, `defaults`, built-in. Throws all problems at once,
/// except for YAML that can't be parsed or has a duplicate key, which hides the rest.
package struct ConfigurationLoader: Sendable {
    /// Maximum size in bytes of a configuration.
    static let limit = 16 << 20
    /// Maximum size in bytes of a file named by a value: a password, a URL, a key.
    private static let valueLimit = 1 << 20

    private let environment: [String: String]
    private let flags: [String: String]

    /// - Parameter flags: the values of the given flags, by the setting's key, such as `batch_rows`.
    package init(environment: [String: String], flags: [String: String] = [:]) {
        self.environment = environment
        self.flags = flags
    }

    /// The default location without `--config`: `$SNOWMELT_CONFIG`, otherwise `snowmelt.yaml` in the working directory.
    package static func defaultPath(environment: [String: String]) -> String {
        guard let path = environment["SNOWMELT_CONFIG"], !path.isEmpty else { return "snowmelt.yaml" }
        return path
    }

    /// Loads the file at `path`, or the default file if `path` is `nil`.
    ///
    /// `${file:PATH}` is relative to the configuration's folder.
    package func load(path: String? = nil) throws(ConfigurationError) -> Configuration {
        let path = path ?? Self.defaultPath(environment: environment)
        let text: String
        do {
            text = try TextFile.read(path, limit: Self.limit)
        } catch {
            throw unreadable(path, error)
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        return try configuration(text, file: path) { (name) throws(FileError) in
            try TextFile.read(name.hasPrefix("/") ? name : folder + name, limit: Self.valueLimit)
        }
    }

    /// Parses a configuration created by Snowmelt, which names no files.
    package func configuration(_ text: String, file: String) throws(ConfigurationError) -> Configuration {
        try configuration(text, file: file) { (_) throws(FileError) in
            throw FileError(.missing, reason: "isn't read")
        }
    }

    /// Parses a configuration.
    ///
    /// `file` is its name in messages; `readFile` reads the files named by `${file:PATH}`.
    func configuration(
        _ text: String, file: String, readFile: @escaping (String) throws(FileError) -> String
    ) throws(ConfigurationError) -> Configuration {
        let root = try SettingsDocument.parse(text, file: file)
        let log = ProblemLog()
        let substitution = Substitution(environment: environment, readFile: readFile)
        let document = SettingValue(
            node: root, path: "", schema: "", origin: file, position: .init(line: 1, column: 1),
            substitution: substitution, log: log)
        let configuration = read(document)
        try log.throwIfAny()
        guard let configuration else {
            throw ConfigurationError([ConfigurationProblem(origin: file, message: "holds no usable configuration")])
        }
        return configuration
    }

    private func read(_ document: SettingValue) -> Configuration? {
        guard let root = SettingsSection(document) else { return nil }
        let overrides = overrideSection(document)
        let layer = TableSettingsLayer(overrides)
        let maxConnections = overrides["max_connections"]?.integer()
        let source = section("source", of: root).flatMap { SourceReader.read($0, maxConnections: maxConnections) }
        let target = section("target", of: root).flatMap(PostgresReader.target)
        let controlSection = root["control"].flatMap { SettingsSection($0) }
        let control = PostgresReader.control(controlSection, target: target)
        let defaults = defaults(root)
        let entries = entries(root)
        EntryChecks.check(
            TableLayers(defaults: defaults, entries: entries, overrides: layer), document: document)
        guard let source, let target, let control else { return nil }
        let hidden = source.connector.settings.secrets + [target.url, control.url]
        let secrets = hidden.map(\.revealed) + [environment["PGPASSWORD"] ?? ""]
        return Configuration(
            file: document.origin, source: source, target: target, control: control, defaults: defaults,
            entries: entries, overrides: layer,
            overrideNames: overrides.givenKeys.reduce(into: [:]) { names, key in
                names[key] = overrides[key]?.origin
            },
            migrationVersion: environment["MIGRATION_VERSION"].flatMap { $0.isEmpty ? nil : $0 },
            secrets: Set(secrets).filter { !$0.isEmpty }.sorted().map { Secret($0) })
    }

    private func section(_ key: String, of root: SettingsSection) -> SettingsSection? {
        guard let value = root[key] else {
            root.report(missing: key, "is missing; `snowmelt init` writes a configuration to start from")
            return nil
        }
        return SettingsSection(value)
    }

    private func defaults(_ root: SettingsSection) -> TableSettingsLayer {
        guard var value = root["defaults"] else { return TableSettingsLayer() }
        value.schema = "tables"
        let section = SettingsSection(value, excluding: Set(Setting.tables.filter { !$0.mayBeDefault }.map(\.key)))
        return section.map { TableSettingsLayer($0) } ?? TableSettingsLayer()
    }

    private func entries(_ root: SettingsSection) -> [TableEntry] {
        guard let items = root["tables"]?.items() else {
            if root["tables"] == nil {
                root.report(missing: "tables", "is missing; `snowmelt init --discover` lists the source's tables")
            }
            return []
        }
        if items.isEmpty { root.report(missing: "tables", "is an empty list") }
        return items.enumerated().compactMap { TableEntryReader.read($1, index: $0) }
    }

    /// A section with the values from flags, or from environment variables without a flag.
    private func overrideSection(_ document: SettingValue) -> SettingsSection {
        var values: [String: SettingValue] = [:]
        for setting in Setting.overridable {
            let flag = flags[setting.key]
            guard let text = flag ?? environment[setting.environmentVariable], !text.isEmpty else { continue }
            values[setting.key] = SettingValue(
                node: Node(text), path: "", schema: setting.path,
                origin: flag == nil ? setting.environmentVariable : setting.flag, log: document.log)
        }
        return SettingsSection(overrides: values, whole: document)
    }

    private func unreadable(_ path: String, _ error: FileError) -> ConfigurationError {
        var message = error.reason
        if error.kind == .missing {
            message += "; `snowmelt init` writes one, --config or SNOWMELT_CONFIG names another"
        }
        if error.kind == .directory { message += "; name the file in it" }
        if error.kind == .tooLarge { message += "; patterns such as `main.*` name many tables in one entry" }
        if error.kind == .notRegular { message += "; write what it brings to a file first" }
        return ConfigurationError([ConfigurationProblem(origin: path, message: message)])
    }
}
