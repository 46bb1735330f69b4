/// How a system's ODBC driver differs from others; each dialect describes its own system's driver.
package struct ODBCTraits: Hashable, Sendable {
    /// Where the type of a result column is read from.
    package enum TypeNaming: Hashable, Sendable {
        /// ODBC's type code.
        case code
        /// The driver's type name, which the dialect knows.
        case name
        /// The type name followed by the column's digits.
        case declaration
    }

    package var typeNaming = TypeNaming.name
    /// The precision that the driver invents for a `numeric` without limits; `nil` if it invents none.
    package var madeUpPrecision: Int?
    /// Whether the driver keeps every value as text, and silently loses information when it converts to other types.
    package var keepsTextsAlone = false
    /// Whether booleans are read as text.
    package var readsBooleansAsTexts = false
    /// Whether 32-bit floats are read as text.
    package var readsRealsAsTexts = false
    /// Whether dates and timestamps are read as text.
    package var readsTimesAsTexts = false
    /// Whether `SQLCancel` is called on an idle statement and interrupts whatever the connection is running.
    package var cancelsConnection = false
    /// The cursor that pages through a result which the driver would otherwise hold in memory whole; `nil` if the
    /// driver streams.
    package var serverCursor: ServerCursor?

    /// The traits of an unknown driver.
    package static let standard = ODBCTraits()
}

/// A cursor that the server keeps until the end of its transaction.
package struct ServerCursor: Hashable, Sendable {
    private let name = "snowmelt_rows"

    /// The transaction for reading it, if the dialect has none of its own.
    package let transaction = ReadTransaction(beginning: ["BEGIN READ ONLY"], end: "ROLLBACK")

    package func declaration(of query: String) -> String {
        "DECLARE \(name) NO SCROLL CURSOR FOR \(query)"
    }

    /// The statement for the next rows; with 0 rows it returns only the columns.
    package func page(rows: Int) -> String {
        "FETCH FORWARD \(rows) FROM \(name)"
    }
}
