package import Model

/// A dialect whose system describes its tables by SQL more accurately than a driver's catalogue functions do.
package protocol CatalogueDialect: StandardDialect {
    /// Statements that each new session runs, so that values print the same way everywhere.
    var sessionSetup: [String] { get }
    /// The transaction around each statement, if a pooler may share the session between transactions; `nil` for none.
    var readTransaction: ReadTransaction? { get }

    /// Every table and view except the system's own: schema, name, whether it is a view (0 or 1).
    var tablesQuery: String { get }
    /// Schema and name of every table in which the system keeps parts of others, which `tablesQuery` leaves out; `nil`
    /// in systems without such tables.
    var internalTablesQuery: String? { get }
    /// The same for one table; without a schema, the one that the unqualified name refers to.
    func tableQuery(_ name: QualifiedName) -> String
    /// The columns of a table in order: name, declared type, whether nullable (0 or 1), position in the primary key
    /// from 1 (NULL outside the key).
    func columnsQuery(of name: QualifiedName) -> String

    /// Tables whose rows also belong to another table, as `TableDescent` reads them; `nil` in systems without that.
    var descentQuery: String? { get }

    /// The source type for a declared type.
    func sourceType(declared: String) -> SourceType

    /// A view that describes a query's columns; `nil` to use an empty result of the query instead.
    func describingView(of sql: String) -> DescribingView?
    /// A query for the system's own type names of a query's columns, in one row, without running the query; `nil` to
    /// use the driver's names.
    func typeNamesQuery(columns: [String], of sql: String) -> String?
    /// The declared type of a query's column, from the driver's name for it.
    func declaration(inResult name: String) -> String
    /// A column of a view, which an expression may compute.
    func computed(_ column: SourceColumn) -> SourceColumn
}

extension CatalogueDialect {
    package var sessionSetup: [String] { [] }
    package var readTransaction: ReadTransaction? { nil }
    package var internalTablesQuery: String? { nil }
    package var descentQuery: String? { nil }
    package func describingView(of sql: String) -> DescribingView? { nil }
    package func typeNamesQuery(columns: [String], of sql: String) -> String? { nil }
    package func declaration(inResult name: String) -> String { name }
    package func computed(_ column: SourceColumn) -> SourceColumn { column }
}

/// A temporary view of a query, whose columns have the declared types of those that it shows.
package struct DescribingView: Sendable {
    package var creation: String
    /// Like `columnsQuery`, for the view.
    package var columnsQuery: String
    /// Must also succeed if the view doesn't exist.
    package var removal: String
}
