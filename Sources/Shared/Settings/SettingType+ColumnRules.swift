import Model

extension SettingType<[String: ColumnRule]> {
    /// Rules by column; those of several layers are merged column by column.
    static var columnRules: Self {
        Self(
            kind: .sectionsByName, read: rules, text: { _ in nil },
            stored: { rules, redaction in .object(rules.mapValues { members($0, redaction) }) },
            merge: { own, lower in lower.merging(own) { _, own in own } })
    }

    private static func rules(_ value: SettingValue) -> [String: ColumnRule]? {
        var rules: [String: ColumnRule] = [:]
        for (name, value) in value.pairs() ?? [] {
            guard let section = SettingsSection(value) else { continue }
            let isDropped = section["drop"]?.boolean() ?? false
            let type = section["type"]?.text()
            let expression = section["expr"]?.text()
            if isDropped, type != nil || expression != nil {
                value.report("is dropped, so it has no type and no expr")
            } else if isDropped {
                rules[name] = .drop
            } else if type != nil || expression != nil {
                rules[name] = .copy(type: type, expression: expression)
            }
        }
        return rules
    }

    private static func members(_ rule: ColumnRule, _ redaction: Redaction) -> JSONValue {
        switch rule {
        case .drop: return .object(["drop": .boolean(true)])
        case .copy(let type, let expression):
            var members: [String: JSONValue] = [:]
            members["type"] = type.map(JSONValue.text)
            members["expr"] = expression.map { .text(redaction.apply($0)) }
            return .object(members)
        }
    }
}
