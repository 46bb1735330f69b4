import Model

/// Where the value of a table setting is kept, and how it gets there and out again.
struct TableField: Sendable {
    let path: any PartialKeyPath<TableSettings> & Sendable
    /// Reads a value into the field; false, and a report, if it makes no sense.
    let read: @Sendable (SettingValue, inout TableSettings) -> Bool
    /// Lays the field of the first settings over that of the second.
    let lay: @Sendable (TableSettings, inout TableSettings) -> Void
    /// As stored with a run; `nil` if it is left out.
    let stored: @Sendable (TableSettings, Redaction) -> JSONValue?

    /// - Parameter isAlwaysStored: else only a value that isn't the built-in one is, so that a new setting doesn't
    ///   change what is stored for those who don't use it.
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
    /// A setting of a table, whose built-in value is the one that `TableSettings` starts with.
    static func table<Value: Equatable>(
        _ key: String, _ path: any WritableKeyPath<TableSettings, Value> & Sendable, _ type: SettingType<Value>,
        _ sentence: String, details: String? = nil, otherwise: String? = nil, isOverridable: Bool = false,
        isAlwaysStored: Bool = false, refusal: Refusal? = nil
    ) -> Setting {
        var setting = Setting(
            "tables.\(key)", type.kind, sentence, details: details, builtIn: type.text(TableSettings()[keyPath: path]),
            otherwise: otherwise, isOverridable: isOverridable, refusal: refusal)
        setting.field = TableField(path, type, isAlwaysStored: isAlwaysStored)
        return setting
    }

    /// A setting of a table that has no built-in value.
    static func optional<Value: Equatable>(
        _ key: String, _ path: any WritableKeyPath<TableSettings, Value?> & Sendable, _ type: SettingType<Value>,
        _ sentence: String, details: String? = nil, otherwise: String? = nil, isOverridable: Bool = false
    ) -> Setting {
        table(
            key, path, type.optional, sentence, details: details, otherwise: otherwise, isOverridable: isOverridable)
    }
}
