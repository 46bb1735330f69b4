package import Model

/// Standard SQL, for systems without a dialect of their own.
///
/// Where systems differ most, the driver is used: it says how names are quoted, prints bounds, and translates ODBC's
/// escapes for literals.
package struct ANSIDialect: StandardDialect {
    package let name: String
    private let quote: Unicode.Scalar
    private let usesEscapes: Bool

    /// - Parameter usesEscapes: whether the driver translates ODBC's escapes; otherwise literals follow the standard.
    package init(name: String, quote: Unicode.Scalar = "\"", usesEscapes: Bool = true) {
        self.name = name
        self.quote = quote
        self.usesEscapes = usesEscapes
    }

    /// Not relied on: warehouses often declare keys that they don't enforce.
    package var enforcesPrimaryKeys: Bool { false }
    package var mayBeCopied: Bool { true }

    package func quoted(_ identifier: String) -> String {
        SQLText.quoted(identifier, by: quote)
    }

    /// The system prints times with a zone, including the offset: a driver returns them in the session's zone without
    /// saying which.
    package func readExpression(_ column: SourceColumn) -> String {
        guard case .timestamp(zoned: true) = column.type else { return quoted(column.name) }
        return "CAST(\(quoted(column.name)) AS VARCHAR(64))"
    }

    /// Only numbers, dates and times whose bounds mean the same everywhere.
    ///
    /// Not text, whose padding and sort order are unknown; times with a zone, for which a literal may mean another instant
    /// in another worker's session; PostgreSQL's oids, with which its server doesn't calculate.
    package func canRange(_ column: SourceColumn) -> Bool {
        if column.declaredType.lowercased() == "oid" { return false }
        return switch column.type {
        case .integer, .decimal, .date, .timestamp(zoned: false): true
        default: false
        }
    }

    /// The driver prints numbers and dates in ODBC's format; formats of systems vary.
    package func boundText(_ expression: String, _ column: SourceColumn) -> String {
        expression
    }

    package func literal(_ bound: String, _ column: SourceColumn) -> String {
        let text = SQLText.quoted(bound, by: "'")
        return switch column.type {
        case .integer, .decimal: SQLText.isNumber(bound) ? bound : text
        case .date: usesEscapes ? "{d \(text)}" : "DATE \(text)"
        case .timestamp: usesEscapes ? "{ts \(text)}" : "TIMESTAMP \(text)"
        default: text
        }
    }

    package func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        nil
    }

    package func remainder(_ dividend: String, _ divisor: Int) -> String {
        "MOD(\(dividend), \(divisor))"
    }

    /// Queried together with the count; large numbers of keys are then counted in groups.
    package var knowsExtremes: Bool { true }

    /// Whole numbers only, if the difference of two still fits the column's type.
    package func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String? {
        guard case .integer(let bits, _) = column.type, bits >= 32 else { return nil }
        return evenSteps(
            of: column, lowest: lowest, highest: highest, groups: groups,
            widest: bits == 32 ? Int128(Int32.max) : Int128(Int64.max))
    }
}
