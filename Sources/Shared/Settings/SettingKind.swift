/// The kind of a setting's value.
package enum SettingKind: Hashable, Sendable {
    /// A text, described as in the documentation: `path or name`, `SQL condition`.
    case text(String)
    /// A list of names, described as in the documentation; a single name is also accepted.
    case names(String)
    case boolean
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A number of bytes, with or without a unit.
    case bytes(atLeast: Int)
    /// One of a closed set of words.
    case choice([String])
    /// Texts under names that a server or driver defines.
    case texts
    /// A section with settings of its own.
    case section
    /// One section per name chosen by the user, such as a table's columns.
    case sectionsByName
    /// A list of sections.
    case sections

    /// A choice between an enum's words.
    static func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> SettingKind {
        .choice(Word.allCases.map(\.rawValue))
    }
}
