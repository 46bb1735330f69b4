import Model

/// How values of one Swift type are read, printed and stored.
struct SettingType<Value: Sendable>: Sendable {
    let kind: SettingKind
    /// `nil`, and a report, if the value makes no sense.
    let read: @Sendable (SettingValue) -> Value?
    /// As the documentation prints a built-in value; `nil` for none.
    let text: @Sendable (Value) -> String?
    /// As stored with a run; `nil` for none.
    let stored: @Sendable (Value, Redaction) -> JSONValue?
    /// What holds where a place and a lower one both give a value.
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
    /// A secret may have slipped into it, such as into a condition.
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
    /// A case of an enum, by its word.
    static var word: Self {
        Self(
            kind: .words(Value.self), read: { $0.word() }, text: { $0.rawValue },
            stored: { word, _ in .text(word.rawValue) })
    }
}
