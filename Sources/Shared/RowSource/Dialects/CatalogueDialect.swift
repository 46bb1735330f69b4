package import Model

/// A dialect whose system describes its tables by SQL more truthfully than a driver's catalogue functions do.
package protocol CatalogueDialect: SQLDialect {
    /// Statements that a new session runs, so that values print the same way everywhere.
    var sessionSetup: [String] { get }
    /// The transaction that each statement is run in, where a session may be another's between two of them; nil: none.
    var readTransaction: ReadTransaction? { get }

    /// Every table and view that isn't the system's own: schema, name, whether it is a view (0 or 1).
    var tablesQuery: String { get }
    /// The same for one table; without a schema: the one that an unqualified name means.
    func tableQuery(_ name: QualifiedName) -> String
    /// The columns of a table in order: name, type as declared, whether it may be NULL (0 or 1), place in the primary
    /// key from 1 on (NULL outside the key).
    func columnsQuery(of name: QualifiedName) -> String

    /// Which tables' rows are rows of other tables, too, as `TableDescent` reads them; nil in a system without that.
    var descentQuery: String? { get }

    /// What a declared type holds.
    func sourceType(declared: String) -> SourceType
}

extension CatalogueDialect {
    package var sessionSetup: [String] { [] }
    package var readTransaction: ReadTransaction? { nil }
    package var descentQuery: String? { nil }
}

/// What begins and ends a transaction that reads.
package struct ReadTransaction: Sendable {
    /// In order; also what values print by, for this transaction alone.
    package var beginning: [String]
    package var end: String
}
