import Text
import Yams

/// A mapping of known keys, each at most once.
///
/// Unknown and unsupported keys are reported when it is created.
struct SettingsSection {
    let whole: SettingValue
    private var values: [String: SettingValue] = [:]

    /// Returns `nil` after reporting a value that isn't a mapping.
    ///
    /// - Parameter excluded: known keys that aren't allowed here.
    init?(_ whole: SettingValue, excluding excluded: Set<String> = []) {
        guard case .mapping(let mapping) = whole.node else {
            whole.report("expected a mapping (lines of \"key: value\"), found a \(whole.kindName)")
            return nil
        }
        self.whole = whole
        let known = Setting.keys(under: whole.schema).filter { !excluded.contains($0) }
        for (keyNode, node) in mapping {
            let key = keyNode.scalar?.string ?? ""
            let path = whole.path.isEmpty ? key : "\(whole.path).\(key)"
            let schema = whole.schema.isEmpty ? key : "\(whole.schema).\(key)"
            let keyValue = whole.part(keyNode, path: path, schema: schema)
            if !known.contains(key) {
                Self.reportUnknown(key, at: keyValue, in: whole, known: known)
            } else if let refusal = Setting.at(schema)?.refusal, refusal.supported.isEmpty {
                keyValue.report("isn't supported by this version of Snowmelt; \(refusal.advice)")
            } else {
                var value = whole.part(node, path: path, schema: schema)
                // An empty value has no position of its own.
                if value.isEmpty { value.position = keyValue.position }
                values[key] = value
            }
        }
    }

    /// A section with values from flags or environment variables, by key.
    init(overrides: [String: SettingValue], whole: SettingValue) {
        self.whole = whole
        values = overrides
    }

    /// The value of a key; `nil` if it is missing or empty, which means the same.
    subscript(key: String) -> SettingValue? {
        guard let value = values[key], !value.isEmpty else { return nil }
        return value
    }

    /// The given keys, sorted.
    var givenKeys: [String] { values.keys.sorted() }

    func report(missing key: String, _ message: String) {
        var value = values[key] ?? whole
        value.path = whole.path.isEmpty ? key : "\(whole.path).\(key)"
        value.report(message)
    }

    /// Doesn't show a key that may be a misplaced secret.
    private static func reportUnknown(_ key: String, at value: SettingValue, in whole: SettingValue, known: [String]) {
        let isPlain = key.count <= 60 && key.allSatisfy { $0.isLetter || $0.isNumber || "_-. ".contains($0) }
        guard isPlain, !key.isEmpty else {
            var value = value
            value.path = whole.path
            value.report("expected \"key: value\" lines with the keys \(known.joined(separator: ", "))")
            return
        }
        if let nearest = NearestName.candidates(for: key, among: known).first {
            value.report("unknown key; did you mean \"\(nearest)\"?")
        } else {
            value.report("unknown key; known here: \(known.joined(separator: ", "))")
        }
    }
}
