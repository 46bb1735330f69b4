package import Model

extension SQLiteDialect {
    /// Any column may hold values of any class, except the row's address.
    package func holdsDeclaredType(_ column: SourceColumn) -> String? {
        guard case .integer = column.type else { return nil }
        return "typeof(\(quoted(column.name))) = 'integer'"
    }

    package func exact(_ expression: String, _ column: SourceColumn) -> String? {
        "\(expression) COLLATE BINARY"
    }

    package func byteLength(_ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .binary, .json, .other: "length(CAST(\(quoted(column.name)) AS BLOB))"
        default: nil
        }
    }
}
