/// A difference between a configuration and the settings that a run was planned with.
package struct SettingChange: Hashable, Sendable {
    /// What differs.
    package enum Subject: Hashable, Sendable {
        /// A setting, by its path in the descriptors.
        case setting(String)
        /// An entry of `tables` that the run doesn't have.
        case added
        /// An entry of `tables` that only the run has.
        case removed
    }

    package var subject: Subject
    /// The entry of `tables`: `main.visits → analytics.visits`; `nil` for settings of source and target.
    package var entry: String?
    /// The run's value as a text, without secrets; `nil` if it isn't set.
    package var old: String?
    /// The configuration's value; `nil` if it isn't set.
    package var new: String?
    /// The flag or variable that gives the new value; `nil` if it is in the file.
    package var override: String?
    /// Whether the run has its value from a flag or variable.
    package var wasOverride = false
    package var effect: EditEffect

    package init(
        subject: Subject, entry: String? = nil, old: String? = nil, new: String? = nil, override: String? = nil,
        effect: EditEffect
    ) {
        self.subject = subject
        self.entry = entry
        self.old = old
        self.new = new
        self.override = override
        self.effect = effect
    }

    /// The setting's key; `nil` for an entry.
    package var key: String? {
        guard case .setting(let path) = subject else { return nil }
        return path.split(separator: ".").last.map(String.init)
    }

    /// The difference in one line: `main.visits → analytics.visits: chunk_rows was 500000, is 1000`.
    package var text: String {
        let place = entry.map { "\($0): " } ?? ""
        switch subject {
        case .added: return "\(place)isn't part of the run"
        case .removed: return "\(place)is part of the run, but no longer of the config"
        case .setting(let path):
            let name = path.hasPrefix("tables.") ? String(path.dropFirst("tables.".count)) : path
            return "\(place)\(name) was \(old ?? "not set"), is \(new ?? "not set")"
                + (override.map { " by \($0)" } ?? "")
                + (wasOverride ? " (the run has it from a flag or variable)" : "")
        }
    }
}
