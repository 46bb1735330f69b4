package import Model

/// A dialect whose system describes its tables by SQL more truthfully than a driver's catalogue functions do.
package protocol CatalogueDialect: StandardDialect {
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

    /// What a query's columns are described by; nil: a result of it without rows.
    func describingView(of sql: String) -> DescribingView?
    /// A query for the system's own names for the types of a query's columns, in one row, without running the query;
    /// nil: the driver's names will do.
    func typeNamesQuery(columns: [String], of sql: String) -> String?
    /// The declared type of a query's column that the driver calls so.
    func declaration(inResult name: String) -> String
    /// A column of a view, which an expression may compute.
    func computed(_ column: SourceColumn) -> SourceColumn
}

extension CatalogueDialect {
    package var sessionSetup: [String] { [] }
    package var readTransaction: ReadTransaction? { nil }
    package var descentQuery: String? { nil }
    package func describingView(of sql: String) -> DescribingView? { nil }
    package func typeNamesQuery(columns: [String], of sql: String) -> String? { nil }
    package func declaration(inResult name: String) -> String { name }
    package func computed(_ column: SourceColumn) -> SourceColumn { column }
}

/// What begins and ends a transaction that reads.
package struct ReadTransaction: Hashable, Sendable {
    /// In order; also what values print by, for this transaction alone.
    package var beginning: [String]
    package var end: String
}

/// A view of a query, in this session alone, whose columns are declared as those that it shows.
package struct DescribingView: Sendable {
    package var creation: String
    /// As `columnsQuery`, of the view.
    package var columnsQuery: String
    /// Also where there is none.
    package var removal: String
}
