package import Model

extension PostgreSQLDialect {
    /// Before version 18 there is no MIN of uuid and bytea, and never one of boolean.
    package func lowest(_ expression: String, _ column: SourceColumn) -> String {
        column.type == .boolean ? "bool_and(\(expression))" : extreme("MIN", expression, column)
    }

    package func highest(_ expression: String, _ column: SourceColumn) -> String {
        column.type == .boolean ? "bool_or(\(expression))" : extreme("MAX", expression, column)
    }

    /// The hex forms of uuid and bytea, compared byte by byte, have the order of the values.
    private func extreme(_ aggregate: String, _ expression: String, _ column: SourceColumn) -> String {
        switch column.type {
        case .uuid: "\(aggregate)((\(expression))::text COLLATE \"C\")::uuid"
        case .binary: "decode(\(aggregate)(encode(\(expression), 'hex') COLLATE \"C\"), 'hex')"
        default: "\(aggregate)(\(expression))"
        }
    }

    /// Columns are held to their types.
    package func holdsDeclaredType(_ column: SourceColumn) -> String? { "1 = 1" }

    package func byteLength(_ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .json, .other: "octet_length(\(quoted(column.name))::text)"
        case .binary: "octet_length(\(quoted(column.name)))"
        default: nil
        }
    }
}
