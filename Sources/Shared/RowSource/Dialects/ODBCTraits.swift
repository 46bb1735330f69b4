/// In what a system's ODBC driver differs from others; each dialect says it of its own system's.
package struct ODBCTraits: Hashable, Sendable {
    /// What tells the type of a result's column.
    package enum TypeNaming: Hashable, Sendable {
        /// ODBC's code.
        case code
        /// The driver's name for it, which the dialect knows.
        case name
        /// The name with the column's digits behind it.
        case declaration
    }

    package var typeNaming = TypeNaming.name
    /// The precision that the driver invents for a `numeric` without limits; `nil` if it invents none.
    package var madeUpPrecision: Int?
    /// Whether the driver keeps every value as text, and converts to other types with no word about what it loses.
    package var keepsTextsAlone = false
    /// Whether booleans are read as texts.
    package var readsBooleansAsTexts = false
    /// Whether 32-bit floats are read as texts.
    package var readsRealsAsTexts = false
    /// Whether dates and timestamps are read as texts.
    package var readsTimesAsTexts = false
    /// Whether `SQLCancel` interrupts whatever the connection runs, and is called on an idle statement.
    package var cancelsConnection = false

    /// A driver that isn't known.
    package static let standard = ODBCTraits()
}
