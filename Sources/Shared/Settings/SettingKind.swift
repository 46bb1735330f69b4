/// What a setting's value looks like.
package enum SettingKind: Hashable, Sendable {
    /// One text, in the words of the documentation: `path or name`, `SQL condition`.
    case text(String)
    /// A list of names, in the words of the documentation; one name alone will do.
    case names(String)
    case boolean
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A number of bytes, with or without a unit.
    case bytes(atLeast: Int)
    /// One of a closed set of words.
    case choice([String])
    /// Texts by names that a server or a driver knows.
    case texts
    /// Settings of their own.
    case section
    /// A section for each name that the user chooses: the columns of a table.
    case sectionsByName
    /// A list of sections.
    case sections

    /// The words of an enum.
    static func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> SettingKind {
        .choice(Word.allCases.map(\.rawValue))
    }
}
