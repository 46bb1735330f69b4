import Model

/// Where the value of a table setting is stored, and how it is read, merged and written.
struct TableField: Sendable {
    let path: any PartialKeyPath<TableSettings> & Sendable
    /// Reads a value into the field; returns `false` after reporting an invalid one.
    let read: @Sendable (SettingValue, inout TableSettings) -> Bool
    /// Applies the field of the first settings to the second, which have lower precedence.
    let lay: @Sendable (TableSettings, inout TableSettings) -> Void
    /// The value as stored with a run; `nil` if it is omitted.
    let stored: @Sendable (TableSettings, Redaction) -> JSONValue?

    /// - Parameter isAlwaysStored: if `false`, only a value that differs from the default is stored, so that a new
    ///   setting doesn't change what is stored for runs without it.
    init<Value: Equatable>(
        _ path: any WritableKeyPath<TableSettings, Value> & Sendable, _ type: SettingType<Value>, isAlwaysStored: Bool
    ) {
        self.path = path
        read = { value, settings in
            guard let value = type.read(value) else { return false }
            settings[keyPath: path] = value
            return true
        }
        lay = { own, lower in
            lower[keyPath: path] = type.merge(own[keyPath: path], lower[keyPath: path])
        }
        stored = { settings, redaction in
            let value = settings[keyPath: path]
            guard isAlwaysStored || value != TableSettings()[keyPath: path] else { return nil }
            return type.stored(value, redaction)
        }
    }
}

extension Setting {
    /// A table setting with a default, which is the value in a new `TableSettings`.
    static func table<Value: Equatable>(
        _ key: String, _ path: any WritableKeyPath<TableSettings, Value> & Sendable, _ type: SettingType<Value>,
        _ sentence: String, details: String? = nil, otherwise: String? = nil, isOverridable: Bool = false,
        isAlwaysStored: Bool = false, effect: EditEffect = .nextPlan, refusal: SettingRefusal? = nil
    ) -> Setting {
        var setting = Setting(
            "tables.\(key)", type.kind, sentence, details: details, builtIn: type.text(TableSettings()[keyPath: path]),
            otherwise: otherwise, isOverridable: isOverridable, effect: effect, refusal: refusal)
        setting.field = TableField(path, type, isAlwaysStored: isAlwaysStored)
        return setting
    }

    /// A table setting without a default.
    static func optional<Value: Equatable>(
        _ key: String, _ path: any WritableKeyPath<TableSettings, Value?> & Sendable, _ type: SettingType<Value>,
        _ sentence: String, details: String? = nil, otherwise: String? = nil, isOverridable: Bool = false,
        effect: EditEffect = .nextPlan
    ) -> Setting {
        table(
            key, path, type.optional, sentence, details: details, otherwise: otherwise, isOverridable: isOverridable,
            effect: effect)
    }
}
