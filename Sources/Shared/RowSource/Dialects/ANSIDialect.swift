package import Model

/// Standard SQL, for systems that Snowmelt has no dialect for.
///
/// Where systems differ most, the driver is asked: it says how names are quoted, prints bounds, and translates ODBC's
/// escapes for literals.
package struct ANSIDialect: StandardDialect {
    package let name: String
    private let quote: Unicode.Scalar
    private let usesEscapes: Bool

    /// - Parameter usesEscapes: whether the driver translates ODBC's escapes; otherwise literals are the standard's.
    package init(name: String, quote: Unicode.Scalar = "\"", usesEscapes: Bool = true) {
        self.name = name
        self.quote = quote
        self.usesEscapes = usesEscapes
    }

    /// Not relied upon: warehouses often declare keys that they don't enforce.
    package var enforcesPrimaryKeys: Bool { false }
    package var mayBeCopied: Bool { true }

    package func quoted(_ identifier: String) -> String {
        SQLText.quoted(identifier, by: quote)
    }

    /// Times with a zone are printed by the system, with their offset: a driver gives them in the session's zone, and
    /// doesn't say which that is.
    package func readExpression(_ column: SourceColumn) -> String {
        guard case .timestamp(zoned: true) = column.type else { return quoted(column.name) }
        return "CAST(\(quoted(column.name)) AS VARCHAR(64))"
    }

    /// Not for text, since how it is cut and ordered is anybody's guess; nor for times with a zone, since a literal may
    /// mean another time in another worker's session.
    package func canRange(_ column: SourceColumn) -> Bool {
        switch column.type {
        case .integer, .decimal, .date, .timestamp(zoned: false): true
        default: false
        }
    }

    /// Drivers print numbers and dates as ODBC says; systems print them as they please.
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

    /// Asked beside the count; many keys are then counted in groups.
    package var knowsExtremes: Bool { true }

    /// Whole numbers, where the difference of two is one of the column's type as well.
    package func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String? {
        guard case .integer(let bits, _) = column.type, bits >= 32 else { return nil }
        return evenSteps(
            of: column, lowest: lowest, highest: highest, groups: groups,
            widest: bits == 32 ? Int128(Int32.max) : Int128(Int64.max))
    }
}
