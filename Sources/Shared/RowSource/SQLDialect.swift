package import Model

/// What differs between the SQL of the systems that Snowmelt reads.
///
/// No member has a default here: a dialect that wraps another can't lose one of its answers without a word. A system's
/// own dialect is a `StandardDialect`, and has the usual answer to all that it says nothing of.
package protocol SQLDialect: Sendable {
    /// `PostgreSQL`, `MariaDB`, `SQLite`, …
    var name: String { get }
    /// Whether declared primary keys are enforced, so that keys are unique and not NULL.
    var enforcesPrimaryKeys: Bool { get }

    /// An identifier, quoted; quotes inside are doubled.
    func quoted(_ identifier: String) -> String
    /// A table name for FROM, each part quoted.
    func quoted(_ name: QualifiedName) -> String
    /// What stands behind FROM for a table: its name, and the point in time where that is part of the statement.
    func from(_ table: SourceTable) -> String

    /// The SELECT item that reads a column so that the driver can hand it over exactly; has no alias.
    func readExpression(_ column: SourceColumn) -> String
    /// The same where it depends on what the values become.
    func reading(_ column: SourceColumn, for target: TargetType) -> ReadItem
    /// What ends a statement that computes values, so that each is computed once however often it is looked at; nil:
    /// nothing has to.
    var fence: String? { get }
    /// An aggregate that tells which classes the values of an expression have, for `type(ofClasses:)`; nil: columns and
    /// expressions have types of their own. Those that have none are `.undeclared`.
    func classes(of expression: String) -> String?

    /// Whether ranges over this column make sense: the system orders it totally and its bounds print exactly.
    func canRange(_ column: SourceColumn) -> Bool
    /// An expression (over `expression`, a column of this type) that prints a bound as text; `literal` reads it back.
    func boundText(_ expression: String, _ column: SourceColumn) -> String
    /// A bound as a literal of the column's type.
    func literal(_ bound: String, _ column: SourceColumn) -> String

    /// An integer expression in 0..<`buckets` that depends on the row's content or address alone, or nil if the
    /// system has none for these columns.
    ///
    /// A row's bucket of n is the remainder of its bucket of 2n by n, so that a bucket can be halved.
    func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String?

    /// A statement that cuts a table by where its rows are stored, a row a slice, in order: the condition that its rows
    /// meet, what people call it, and how many rows meet `filter` too; nil where the system has no such order. Together
    /// the conditions hold for every row, wherever it is stored.
    func placeQuery(table: SourceTable, filter: String?, slices: Int) -> String?

    /// The remainder of an integer expression that isn't negative: `(dividend % divisor)`.
    func remainder(_ dividend: String, _ divisor: Int) -> String
    /// The aggregate that gives the lowest value of an expression of this column's type, in the system's own order.
    func lowest(_ expression: String, _ column: SourceColumn) -> String
    /// The aggregate that gives the highest value of an expression of this column's type, in the system's own order.
    func highest(_ expression: String, _ column: SourceColumn) -> String
    /// Whether the lowest and the highest value of a column are worth asking for, so that keys can be counted in groups.
    var knowsExtremes: Bool { get }
    /// An expression that puts neighbours together into about so many groups over the span of a column's values: each
    /// value's is that value or a lower one, in the order of the values. nil: the values themselves will do.
    func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String?
    /// A condition that holds for the column's values that are of its declared type, whatever else the system lets in;
    /// nil where that can't be told. `1 = 1` where the system holds columns to their types.
    func holdsDeclaredType(_ column: SourceColumn) -> String?
    /// An expression for the bytes of one value of a column whose values may be long, NULL for NULL; nil for a type of
    /// fixed size, or where the system can't tell.
    func byteLength(_ column: SourceColumn) -> String?

    /// A short query of one row that tells this database from all others; nil where the system has none.
    var identityQuery: String? { get }
    /// Which database the row tells; nil: it doesn't.
    func identity(_ row: [String?]) -> String?
    /// Whether another database may take this one's place with the same rows: a copy of a file, a replica.
    var mayBeCopied: Bool { get }
    /// An expression for the beginning of a column's value, by which rows of such databases are compared.
    func sample(_ column: String) -> String
}

extension SQLDialect {
    /// A `grouping` of whole numbers; nil for fewer than two in a group, or where their span passes `widest`.
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
