package import Model

/// The differences between the SQL of the systems that Snowmelt reads.
///
/// No member has a default here, so a dialect that wraps another can't silently lose one of its answers. A system's own
/// dialect is a `StandardDialect`, which supplies the usual answer wherever the dialect has none.
package protocol SQLDialect: Sendable {
    /// `PostgreSQL`, `MariaDB`, `SQLite`, …
    var name: String { get }
    /// Whether declared primary keys are enforced, so that keys are unique and not NULL.
    var enforcesPrimaryKeys: Bool { get }

    /// Whether a user may be allowed to read some of a table's columns only.
    var grantsByColumn: Bool { get }

    /// An identifier in quotes; quotes inside are doubled.
    func quoted(_ identifier: String) -> String
    /// A table name for FROM, each part quoted.
    func quoted(_ name: QualifiedName) -> String
    /// What follows FROM for a table: its name, plus the point in time if that is part of the statement.
    func from(_ table: SourceTable) -> String

    /// The SELECT item for a column, without an alias, written so that the driver returns the value exactly.
    func readExpression(_ column: SourceColumn) -> String
    /// Like `readExpression`, if the expression depends on the target type.
    func reading(_ column: SourceColumn, for target: TargetType) -> ReadItem
    /// Text appended to a statement that computes values, so that each is computed only once even if used often; `nil`
    /// if none is needed.
    var fence: String? { get }
    /// An aggregate that returns which classes the values of an expression have, for `type(ofClasses:)`.
    ///
    /// `nil` if columns and expressions have types of their own; those without a type are `.undeclared`.
    func classes(of expression: String) -> String?

    /// Whether the column can be cut into ranges: the system orders it totally, and its bounds print exactly.
    func canRange(_ column: SourceColumn) -> Bool
    /// An expression that prints a bound as text; `literal` reads it back. `expression` has this column's type.
    func boundText(_ expression: String, _ column: SourceColumn) -> String
    /// A bound as a literal of the column's type.
    func literal(_ bound: String, _ column: SourceColumn) -> String

    /// An integer expression in 0..<`buckets` that depends only on the row's content or address; `nil` if the system
    /// has none for these columns.
    ///
    /// A row's bucket of n equals its bucket of 2n modulo n, so that a bucket can be halved.
    func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String?

    /// A statement that cuts a table by where its rows are stored; `nil` if the system has no such order.
    ///
    /// Returns one row per slice, in order: the condition for its rows, a label for users, and how many of the rows
    /// also meet `filter`. Together the conditions cover every row, wherever it is stored.
    func placeQuery(table: SourceTable, filter: String?, slices: Int) -> String?

    /// The remainder of an integer expression that isn't negative: `(dividend % divisor)`.
    func remainder(_ dividend: String, _ divisor: Int) -> String
    /// The aggregate for the lowest value of an expression of this column's type, in the system's own order.
    func lowest(_ expression: String, _ column: SourceColumn) -> String
    /// The aggregate for the highest value of an expression of this column's type, in the system's own order.
    func highest(_ expression: String, _ column: SourceColumn) -> String
    /// Whether a column's lowest and highest values are cheap to query, so that keys can be counted in groups.
    var knowsExtremes: Bool { get }
    /// An expression that groups neighbouring values into approximately `groups` groups over the span of a column's
    /// values.
    ///
    /// It maps each value to that value or a lower one, in the order of the values. `nil` if the values themselves will
    /// do.
    func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String?
    /// A condition that is true for values of the column's declared type, even if the system stores others; `nil` if
    /// the system can't tell, and `always` if it enforces declared types.
    func holdsDeclaredType(_ column: SourceColumn) -> String?
    /// An expression for a value's length in bytes (NULL for NULL); `nil` for types of fixed size, or if the system
    /// can't tell.
    func byteLength(_ column: SourceColumn) -> String?

    /// An expression of this column's type in a form that is equal only for values that are equal in PostgreSQL; `nil`
    /// if the system has none, for example because its texts may be equal regardless of case.
    func exact(_ expression: String, _ column: SourceColumn) -> String?

    /// A query of no table whose result is so large that the system delivers it by another way than small ones; `nil` if
    /// it has only one way.
    var largeResultQuery: String? { get }
    /// A short query whose single row distinguishes this database from all others; `nil` if the system has none.
    var identityQuery: String? { get }
    /// The database identity in that row; `nil` if the row doesn't contain one.
    func identity(_ row: [String?]) -> String?
    /// Whether another database may stand in for this one with the same rows: a copy of a file, a replica.
    var mayBeCopied: Bool { get }
    /// An expression for the first part of a column's value, used to compare rows of such databases.
    func sample(_ column: String) -> String
}

extension SQLDialect {
    /// A condition that is always true.
    package var always: String { "1 = 1" }
}

extension SQLDialect {
    /// A `grouping` of whole numbers; `nil` if a group would hold fewer than two, or if their span exceeds `widest`.
    package func evenSteps(
        of column: SourceColumn, lowest: String, highest: String, groups: Int, widest: Int128
    ) -> String? {
        guard let low = Int128(lowest), let high = Int128(highest) else { return nil }
        let (span, overflow) = high.subtractingReportingOverflow(low)
        guard !overflow, span <= widest, let step = Int(exactly: span / Int128(max(groups, 2))) else { return nil }
        let name = quoted(column.name)
        return step > 1 ? "\(name) - \(remainder("\(name) - (\(low))", step))" : nil
    }
}
