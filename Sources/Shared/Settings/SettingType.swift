import Model

/// How values of one Swift type are read, printed and stored.
struct SettingType<Value: Sendable>: Sendable {
    let kind: SettingKind
    /// Reads a value; returns `nil` after reporting an invalid one.
    let read: @Sendable (SettingValue) -> Value?
    /// A default value as printed in the documentation; `nil` if there is none.
    let text: @Sendable (Value) -> String?
    /// The value as stored with a run; `nil` if it isn't stored.
    let stored: @Sendable (Value, Redaction) -> JSONValue?
    /// Combines a value with one of lower precedence.
    var merge: @Sendable (_ own: Value, _ lower: Value) -> Value = { own, _ in own }

    var optional: SettingType<Value?> {
        SettingType<Value?>(
            kind: kind, read: { [read] in read($0).map(Optional.some) }, text: { [text] in $0.flatMap(text) },
            stored: { [stored] value, redaction in value.flatMap { stored($0, redaction) } })
    }
}

extension SettingType<Int> {
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(
            kind: .integer(range), read: { $0.integer() }, text: { String($0) },
            stored: { number, _ in .number(number) })
    }

    static func bytes(atLeast minimum: Int) -> Self {
        Self(
            kind: .bytes(atLeast: minimum), read: { $0.byteCount() }, text: { SettingText.size($0) },
            stored: { number, _ in .number(number) })
    }
}

extension SettingType<Duration> {
    static func seconds(_ range: ClosedRange<Int>) -> Self {
        Self(
            kind: .integer(range), read: { $0.integer().map { .seconds($0) } },
            text: { String($0.components.seconds) },
            stored: { duration, _ in .number(Int(duration.components.seconds)) })
    }
}

extension SettingType<Bool> {
    static var boolean: Self {
        Self(
            kind: .boolean, read: { $0.boolean() }, text: { String($0) },
            stored: { boolean, _ in .boolean(boolean) })
    }
}

extension SettingType<String> {
    /// A text that may contain a secret by mistake, such as a condition.
    static func text(_ words: String) -> Self {
        Self(
            kind: .text(words), read: { $0.text() }, text: { $0 },
            stored: { text, redaction in .text(redaction.apply(text)) })
    }
}

extension SettingType<[String]> {
    static func names(_ words: String) -> Self {
        Self(
            kind: .names(words), read: { $0.names() }, text: { $0.joined(separator: ", ") },
            stored: { names, _ in .list(names.map(JSONValue.text)) })
    }
}

extension SettingType where Value: RawRepresentable<String> & CaseIterable {
    /// A case of an enum, from its word.
    static var word: Self {
        Self(
            kind: .words(Value.self), read: { $0.word() }, text: { $0.rawValue },
            stored: { word, _ in .text(word.rawValue) })
    }
}
