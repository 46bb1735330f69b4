package import Model

/// The settings that a run was planned with, as stored with it.
///
/// Compared with a configuration by the descriptors of the settings: each says when an edit takes effect.
package struct PlannedSettings: Sendable {
    private let document: JSONValue
    /// Keys of the settings whose values came from flags or variables; `nil` if a release stored the settings that
    /// didn't store this.
    private let overrides: Set<String>?

    /// The rule for rows of ended runs; `nil` if an earlier release didn't store it.
    package var leftovers: String? { document["leftovers"]?.plainText }

    /// The entries of `tables`: `main.visits → analytics.visits`.
    package var entries: [String] { Self.entries(of: document).map(\.name) }

    /// Throws if the text isn't what `Configuration.storedSettings` returns.
    package init(_ stored: String) throws(ConfigurationError) {
        document = try JSONValue(parsing: stored)
        overrides = document["overrides"].map { Set($0.items.map(\.plainText)) }
    }

    /// What differs in a configuration, in the order of the descriptors and of the configuration's entries.
    ///
    /// The addresses of databases aren't compared, because they aren't stored.
    ///
    /// - Parameter keepsOverrides: whether a setting that the run has from a flag or variable stays as it is unless this
    ///   configuration has one, too.
    package func changes(in configuration: Configuration, keepsOverrides: Bool = true) -> [SettingChange] {
        let isKept = { key in keepsOverrides && self.isKept(key, by: configuration) }
        let present = Self.document(of: configuration)
        var changes: [SettingChange] = []
        for setting in Setting.all where !setting.path.hasPrefix("tables") {
            let keys = setting.path.split(separator: ".").map(String.init)
            guard keys.count == 2 else { continue }
            let (old, new) = (document[keys[0]]?[keys[1]], present[keys[0]]?[keys[1]])
            guard !isKept(setting.key), var change = Self.change(of: setting, from: old, to: new) else { continue }
            change.override = configuration.overrideNames[setting.key]
            changes.append(change)
        }
        let old = Self.entries(of: document)
        let new = Self.entries(of: present)
        for (name, entry) in new {
            guard let before = old.first(where: { $0.name == name })?.entry else {
                changes.append(SettingChange(subject: .added, entry: name, effect: .nextPlan))
                continue
            }
            for setting in Setting.tableKeys where !Self.namingKeys.contains(setting.key) {
                guard !isKept(setting.key),
                    var change = Self.change(of: setting, from: before[setting.key], to: entry[setting.key])
                else { continue }
                change.entry = name
                change.override = configuration.overrideNames[setting.key]
                change.wasOverride = overrides?.contains(setting.key) == true
                changes.append(change)
            }
        }
        for (name, _) in old where !new.contains(where: { $0.name == name }) {
            changes.append(SettingChange(subject: .removed, entry: name, effect: .nextPlan))
        }
        return changes
    }

    /// Whether a configuration copies the same rows in the same way, wherever from and to.
    package func copiesTheSame(as configuration: Configuration) -> Bool {
        document["identity"]?["content"] == .text(configuration.contentIdentity)
    }

    /// Whether a configuration spells its source as the run's does.
    package func readsTheSame(as configuration: Configuration) -> Bool {
        document["identity"]?["source"] == .text(configuration.sourceIdentity)
    }

    /// Whether only flags and variables, then or now, distinguish a configuration from the run's.
    package func differsByOverrides(from configuration: Configuration) -> Bool {
        guard readsTheSame(as: configuration), document["identity"]?["target"] == .text(configuration.targetPlace),
            document["identity"]?["control"] == .text(configuration.controlPlace)
        else { return false }
        return changes(in: configuration, keepsOverrides: false).allSatisfy { change in
            change.effect != .nextPlan || change.wasOverride || change.override != nil
        }
    }

    /// What distinguishes a configuration from the run's, each in one line; at most five.
    package func differences(from configuration: Configuration) -> [String] {
        guard let identity = document["identity"] else { return changeLines(in: configuration) }
        var lines: [String] = []
        if !readsTheSame(as: configuration) {
            lines.append("source is \(ConnectionDescription.source(configuration.source)) here")
        }
        let places = [("target", configuration.targetPlace), ("control", configuration.controlPlace)]
        for (key, place) in places {
            guard let old = identity[key]?.plainText, old != place else { continue }
            lines.append("\(key).url leads to \(old), here to \(place)")
        }
        return lines + changeLines(in: configuration)
    }

    private func changeLines(in configuration: Configuration) -> [String] {
        changes(in: configuration, keepsOverrides: false).filter { $0.effect == .nextPlan }.prefix(5).map(\.text)
    }

    /// Whether an entry of the configuration is also one of the run's: the same tables, to the same targets.
    package func sharesEntry(with configuration: Configuration) -> Bool {
        let names = Set(Self.entries(of: document).map(\.name))
        return Self.entries(of: Self.document(of: configuration)).contains { names.contains($0.name) }
    }

    /// The settings to store when a run has taken over the changes of a configuration.
    package func takingOver(_ configuration: Configuration) -> String {
        var present = Self.document(of: configuration)
        let kept = Setting.overridable.map(\.key).filter { isKept($0, by: configuration) }
        let old = Self.entries(of: document)
        if case .list(let entries)? = present["tables"] {
            present["tables"] = .list(
                entries.map { entry in
                    var entry = entry
                    guard let before = old.first(where: { $0.name == Self.name(of: entry) })?.entry else {
                        return entry
                    }
                    for key in kept { entry[key] = before[key] }
                    return entry
                })
        }
        let names = Set((present["overrides"]?.items ?? []).map(\.plainText)).union(kept)
        present["overrides"] = .list(names.sorted().map(JSONValue.text))
        present["leftovers"] = document["leftovers"]
        present["identity"] = document["identity"]
        return present.json
    }

    /// The configuration's settings of a table that the run has planned, and the entry that they come from.
    ///
    /// `nil` if no entry leads from this source to this target.
    package static func settings(
        of source: QualifiedName, to target: QualifiedName, in configuration: Configuration
    ) -> (entry: String, settings: TableSettings)? {
        guard let (entry, settings) = configuration.layers.owner(of: source, to: target) else { return nil }
        let stored = StoredSettings(configuration: configuration, redaction: Redaction(configuration.secrets))
        return (name(of: stored.stored(entry)), settings)
    }

    /// The difference between two values of a setting; `nil` if they are the same.
    private static func change(of setting: Setting, from old: JSONValue?, to new: JSONValue?) -> SettingChange? {
        // Most built-in values aren't stored.
        let builtIn = setting.builtIn ?? setting.otherwise
        let (old, new) = (old?.plainText ?? builtIn, new?.plainText ?? builtIn)
        guard old != new else { return nil }
        return SettingChange(subject: .setting(setting.path), old: old, new: new, effect: setting.effect)
    }

    /// Whether the run keeps a value that came from a flag or variable, and that this configuration doesn't override.
    private func isKept(_ key: String, by configuration: Configuration) -> Bool {
        guard configuration.overrideNames[key] == nil,
            let setting = Setting.overridable.first(where: { $0.key == key }), setting.effect != .atOnce
        else { return false }
        return overrides?.contains(key) ?? true
    }

    private static func document(of configuration: Configuration) -> JSONValue {
        StoredSettings(configuration: configuration, redaction: Redaction(configuration.secrets)).document
    }

    /// The settings that make up an entry's name.
    private static let namingKeys: Set<String> = ["source", "query", "target"]

    private static func entries(of document: JSONValue) -> [(name: String, entry: JSONValue)] {
        (document["tables"]?.items ?? []).map { (name(of: $0), $0) }
    }

    /// `main.visits → analytics.visits`.
    private static func name(of entry: JSONValue) -> String {
        let selection = entry["source"]?.plainText ?? entry["query"]?.plainText ?? ""
        return [selection, entry["target"]?.plainText].compactMap(\.self).joined(separator: " → ")
    }
}
