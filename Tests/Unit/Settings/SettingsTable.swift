import Model

@testable import Settings

/// The tables of `docs/configuration.md`, generated from the settings' descriptors.
enum SettingsTable {
    /// The tables by the names of their markers in the page.
    static var all: [String: String] {
        [
            "source": table(Setting.source), "target": table(Setting.target), "tables": table(Setting.tables),
            "refused": refused, "edits": edits,
        ]
    }

    /// The setting's name in the page.
    static func name(_ setting: Setting) -> String {
        setting.path.hasPrefix("tables.") ? String(setting.path.dropFirst("tables.".count)) : setting.path
    }

    /// Whether a row describes it; the page's own text describes sections.
    static func hasRow(_ setting: Setting) -> Bool {
        switch setting.kind {
        case .section, .sections: false
        default: setting.refusal?.supported.isEmpty != true
        }
    }

    private static func table(_ settings: [Setting]) -> String {
        let rows = settings.filter(hasRow).map { setting in
            "| `\(name(setting))` | \(type(setting)) | \(builtIn(setting)) | \(meaning(setting)) |"
        }
        return (["| setting | type | built-in | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static var edits: String {
        let rows = EditEffect.allCases.map { effect in
            let settings = Setting.all.filter { hasRow($0) && $0.effect == effect }
            let names = settings.map { "`\(name($0))`" }.joined(separator: ", ")
            return "| \(words(effect)) | \(names) |"
        }
        return (["| an edit applies | settings |", "|---|---|"] + rows).joined(separator: "\n")
    }

    private static func words(_ effect: EditEffect) -> String {
        switch effect {
        case .atOnce: "immediately: each command and each worker uses its own config"
        case .nextRun: "with the next `run` or `publish`, to all tables that aren't published yet"
        case .nextPlan: "with the next plan"
        }
    }

    private static var refused: String {
        let rows = Setting.all.compactMap { setting -> String? in
            guard let refusal = setting.refusal else { return nil }
            var names = ["`\(name(setting))`"]
            if case .choice(let words) = setting.kind {
                names = words.filter { !refusal.supported.contains($0) }.map { "`\(name(setting)): \($0)`" }
            }
            let advice = refusal.advice.prefix(1).uppercased() + refusal.advice.dropFirst()
            return "| \(names.joined(separator: ", ")) | \(advice). |"
        }
        return (["| setting | instead |", "|---|---|"] + rows).joined(separator: "\n")
    }

    private static func type(_ setting: Setting) -> String {
        let type =
            switch setting.kind {
            case .text(let words), .names(let words): words
            case .boolean: "true, false"
            case .integer(let range):
                range.upperBound == .max
                    ? "whole number from \(range.lowerBound)"
                    : "whole number, \(range.lowerBound) to \(range.upperBound)"
            case .bytes(let minimum): "size from \(SettingText.size(minimum))"
            case .choice(let words):
                words.filter { setting.refusal?.supported.contains($0) != false }.map { "`\($0)`" }
                    .joined(separator: ", ")
            case .texts: "names and texts"
            case .sectionsByName: "mapping by name"
            case .section, .sections: "mapping"
            }
        let keys = setting.kind == .sectionsByName ? [] : Setting.keys(under: setting.path)
        let mapping = keys.isEmpty ? "" : ", or a mapping with \(keys.map { "`\($0)`" }.joined(separator: " or "))"
        return type + mapping + (setting.isSecret ? ", secret" : "")
    }

    private static func builtIn(_ setting: Setting) -> String {
        if let builtIn = setting.builtIn { return "`\(builtIn)`" }
        let owners = setting.sources.isEmpty ? "" : " for \(sources(setting, " or "))"
        return setting.isRequired ? "required\(owners)" : setting.otherwise ?? "none"
    }

    private static func meaning(_ setting: Setting) -> String {
        var parts = [setting.sentence]
        if !setting.sources.isEmpty, !setting.isRequired { parts.insert("For \(sources(setting, " and ")).", at: 0) }
        if let details = setting.details { parts.append(details) }
        if setting.isOverridable {
            parts.append("Flag `\(setting.flag)`, variable `\(setting.environmentVariable)`.")
        }
        return parts.joined(separator: " ")
    }

    private static func sources(_ setting: Setting, _ word: String) -> String {
        setting.sources.map { "`\($0.rawValue)`" }.joined(separator: word)
    }
}
