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
    /// Through what a result comes in pages, where the driver would read it whole; nil: the driver reads on by itself.
    package var serverCursor: ServerCursor?

    /// A driver that isn't known.
    package static let standard = ODBCTraits()
}

/// A cursor that the server keeps until its transaction's end.
package struct ServerCursor: Hashable, Sendable {
    private let name = "snowmelt_rows"

    /// What it is read in where the dialect has none of its own.
    package let transaction = ReadTransaction(beginning: ["BEGIN READ ONLY"], end: "ROLLBACK")

    package func declaration(of query: String) -> String {
        "DECLARE \(name) NO SCROLL CURSOR FOR \(query)"
    }

    /// The next rows; with 0 rows their columns alone.
    package func page(rows: Int) -> String {
        "FETCH FORWARD \(rows) FROM \(name)"
    }
}
