package import Model

/// Everything that is known about one key of a configuration: its descriptor.
///
/// The list in `Setting.all` is the one truth about keys. Reading, layering, storing, flags and variables follow it;
/// tests write the tables of `docs/configuration.md` and `docs/snowmelt.schema.json` from it. A new setting needs its
/// descriptor here and the code that uses its value.
package struct Setting: Sendable {
    /// From the top of the document, without list positions; `*` stands for any name: `tables.columns.*.type`.
    package let path: String
    /// The key in its section: `batch_rows`.
    package let key: String
    package let kind: SettingKind
    /// What it is for: one sentence, for the documentation, for `--help` and for editors.
    package let sentence: String
    /// More sentences, for the documentation alone.
    package var details: String?
    /// The built-in value as the documentation prints it; `nil` if there is none.
    package var builtIn: String?
    /// What holds without it where that is no value, in the words of the documentation: `no limit`.
    package var otherwise: String?
    /// Whether its section can't do without it.
    package var isRequired = false
    /// Whether no output may show its value.
    package var isSecret = false
    /// Whether `defaults` may hold it, too, if it is a table setting.
    package var mayBeDefault = true
    /// Whether a flag, or else an environment variable, sets it for the whole run.
    package var isOverridable = false
    /// The kinds of source that it belongs to; empty: all.
    package var sources: [SourceKind] = []
    /// What this version of Snowmelt doesn't carry out.
    package var refusal: Refusal?
    /// Where the value of a table setting is kept; `nil` for other settings, and if no value makes a difference yet.
    var field: TableField?

    init(
        _ path: String, _ kind: SettingKind, _ sentence: String, details: String? = nil, of sources: [SourceKind] = [],
        builtIn: String? = nil, otherwise: String? = nil, isRequired: Bool = false, isSecret: Bool = false,
        mayBeDefault: Bool = true, isOverridable: Bool = false, refusal: Refusal? = nil
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
        self.refusal = refusal
    }

    /// A key that this version refuses whatever its value.
    static func refused(_ path: String, advice: String) -> Setting {
        Setting(path, .text("text"), "Refused by this version.", refusal: Refusal(advice: advice))
    }

    /// `--batch-rows`, if it is overridable.
    package var flag: String { "--" + String(key.map { $0 == "_" ? "-" : $0 }) }

    /// `SNOWMELT_BATCH_ROWS`, if it is overridable.
    package var environmentVariable: String { "SNOWMELT_" + key.uppercased() }
}

/// What of a setting this version of Snowmelt has a name for and doesn't carry out.
///
/// It is refused, never ignored. A version that learns it removes the refusal.
package struct Refusal: Sendable {
    /// The values that this version carries out; empty: the key itself is refused.
    package var supported: [String] = []
    /// What to do instead.
    package var advice: String
}
