package import Model

/// The descriptor of one configuration key, with everything that is known about it.
///
/// The list `Setting.all` is the single source of truth about keys. Reading, layering, storing, flags and environment
/// variables are derived from it; tests generate the tables of `docs/configuration.md` and `docs/snowmelt.schema.json`
/// from it. A new setting needs only its descriptor here, and the code that uses its value.
package struct Setting: Sendable {
    /// The path from the top of the document, without list positions; `*` stands for any name: `tables.columns.*.type`.
    package let path: String
    /// The key within its section: `batch_rows`.
    package let key: String
    package let kind: SettingKind
    /// Its purpose in one sentence, for the documentation, `--help` and editors.
    package let sentence: String
    /// More sentences, only for the documentation.
    package var details: String?
    /// The default value as printed in the documentation; `nil` if there is none.
    package var builtIn: String?
    /// The behaviour without the setting if that isn't a value, as printed in the documentation: `no limit`.
    package var otherwise: String?
    /// Whether the section requires it.
    package var isRequired = false
    /// Whether its value must not appear in any output.
    package var isSecret = false
    /// Whether `defaults` may also contain it, if it is a table setting.
    package var mayBeDefault = true
    /// Whether a flag or environment variable can set it for the whole run.
    package var isOverridable = false
    /// When an edit of it reaches a run that is already planned; by default, the safe answer.
    package var effect = EditEffect.nextPlan
    /// The kinds of source that it applies to; empty for all.
    package var sources: [SourceKind] = []
    /// The part of the setting that this version doesn't support.
    package var refusal: SettingRefusal?
    /// Where the value of a table setting is stored; `nil` for other settings, and if no value has an effect yet.
    var field: TableField?

    init(
        _ path: String, _ kind: SettingKind, _ sentence: String, details: String? = nil, of sources: [SourceKind] = [],
        builtIn: String? = nil, otherwise: String? = nil, isRequired: Bool = false, isSecret: Bool = false,
        mayBeDefault: Bool = true, isOverridable: Bool = false, effect: EditEffect = .nextPlan,
        refusal: SettingRefusal? = nil
    ) {
        self.path = path
        key = path.split(separator: ".").last.map(String.init) ?? ""
        self.kind = kind
        self.sentence = sentence
        self.details = details
        self.sources = sources
        self.builtIn = builtIn
        self.otherwise = otherwise
        self.isRequired = isRequired
        self.isSecret = isSecret
        self.mayBeDefault = mayBeDefault
        self.isOverridable = isOverridable
        self.effect = effect
        self.refusal = refusal
    }

    /// A key that this version refuses with any value.
    static func refused(_ path: String, advice: String) -> Setting {
        Setting(path, .text("text"), "Refused by this version.", refusal: SettingRefusal(advice: advice))
    }

    /// The flag, such as `--batch-rows`, if the setting is overridable.
    package var flag: String { "--" + String(key.map { $0 == "_" ? "-" : $0 }) }

    /// The environment variable, such as `SNOWMELT_BATCH_ROWS`, if the setting is overridable.
    package var environmentVariable: String { "SNOWMELT_" + key.uppercased() }
}
