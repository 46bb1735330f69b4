import Model

/// Reads the `target` and `control` sections.
enum PostgresReader {
    static func target(_ section: SettingsSection) -> TargetConfiguration? {
        var session: [String: String] = [:]
        for (name, value) in section["session"]?.pairs() ?? [] {
            guard name.allSatisfy({ $0.isLetter || $0.isNumber || "_.".contains($0) }) else {
                section.report(missing: "session", "holds a name that no server setting has")
                continue
            }
            session[name] = value.possiblyEmptyText()
        }
        guard let value = section["url"] else {
            section.report(missing: "url", "is missing; write postgresql://user@host/database")
            return nil
        }
        guard let text = value.requiredText(), let url = url(text, of: value) else { return nil }
        return TargetConfiguration(url: url, session: session)
    }

    /// If the section is empty, the target's database is the control database.
    static func control(_ section: SettingsSection?, target: TargetConfiguration?) -> ControlConfiguration? {
        guard let value = section?["url"], let text = value.text() else {
            return target.map { ControlConfiguration(url: $0.url) }
        }
        return url(text, of: value).map(ControlConfiguration.init)
    }

    /// Reads a libpq address; returns `nil` after reporting problems.
    static func url(_ text: String, of value: SettingValue) -> Secret? {
        guard !text.lowercased().hasPrefix("jdbc:") else {
            value.report("is a JDBC URL; write it as postgresql://user@host/database, without jdbc:")
            return nil
        }
        guard let parts = PostgresConnectionText(text) else {
            value.report(
                "is neither postgresql://user@host/database nor key=value pairs (host=… dbname=…); "
                    + "its value isn't shown")
            return nil
        }
        guard !parts.hasUnencodedLogin else {
            value.report("has an @, / or ? in its user or password; write it as %40, %2F or %3F")
            return nil
        }
        return Secret(text)
    }
}
