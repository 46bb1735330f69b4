import Model

extension SettingType<ChunkStrategy> {
    /// Accepts `auto`, `{by: auto}`, `{by: {column: c}}` and `{column: c}`.
    static var chunking: Self {
        Self(
            kind: .choice(words.map(\.word)), read: strategy,
            text: { strategy in words.first { $0.strategy == strategy }?.word },
            stored: { strategy, _ in
                if case .column(let column) = strategy { return .object(["column": .text(column)]) }
                return words.first { $0.strategy == strategy }.map { .object(["by": .text($0.word)]) }
            })
    }

    private static var words: [(word: String, strategy: ChunkStrategy)] {
        [("auto", .auto), ("hash", .hash), ("ctid", .place), ("none", .single)]
    }

    private static func strategy(_ value: SettingValue) -> ChunkStrategy? {
        if value.isScalar { return word(value) }
        guard let section = SettingsSection(value) else { return nil }
        guard let by = section["by"] else {
            guard let column = section["column"]?.text() else {
                value.report("expected by: auto, hash, ctid or none, or column: NAME")
                return nil
            }
            return .column(column)
        }
        if let column = section["column"] {
            column.report("stands beside by; write either by or column")
            return nil
        }
        if by.isScalar { return word(by) }
        guard let inner = SettingsSection(by) else { return nil }
        guard let column = inner["column"]?.text() else {
            inner.report(missing: "column", "expected the name of a column")
            return nil
        }
        return .column(column)
    }

    private static func word(_ value: SettingValue) -> ChunkStrategy? {
        guard let word = value.choice() else { return nil }
        return words.first { $0.word == word }?.strategy
    }
}
