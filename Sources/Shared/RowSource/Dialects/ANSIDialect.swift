package import Model

/// Standard SQL, for systems that Snowmelt has no dialect for.
package struct ANSIDialect: SQLDialect {
    package let name: String

    package init(name: String) {
        self.name = name
    }

    /// Not relied upon: warehouses often declare keys that they don't enforce.
    package var enforcesPrimaryKeys: Bool { false }

    package func quoted(_ identifier: String) -> String {
        SQLText.quoted(identifier, by: "\"")
    }

    package func readExpression(_ column: SourceColumn) -> String {
        quoted(column.name)
    }

    /// Text is left out: how it is cut and ordered by a cast is anybody's guess.
    package func canRange(_ column: SourceColumn) -> Bool {
        switch column.type {
        case .integer, .decimal, .date, .timestamp: true
        default: false
        }
    }

    package func boundText(_ expression: String, _ column: SourceColumn) -> String {
        "CAST(\(expression) AS VARCHAR(64))"
    }

    package func literal(_ bound: String, _ column: SourceColumn) -> String {
        let text = SQLText.quoted(bound, by: "'")
        return switch column.type {
        case .integer, .decimal: SQLText.isNumber(bound) ? bound : text
        case .date: "DATE \(text)"
        case .timestamp: "TIMESTAMP \(text)"
        default: text
        }
    }

    package func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        nil
    }

    package func remainder(_ dividend: String, _ divisor: Int) -> String {
        "MOD(\(dividend), \(divisor))"
    }
}
