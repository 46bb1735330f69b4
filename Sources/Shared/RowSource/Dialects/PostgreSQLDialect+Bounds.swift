package import Model

extension PostgreSQLDialect {
    /// PostgreSQL before version 18 has no MIN for uuid and bytea, and no version has one for boolean.
    package func lowest(_ expression: String, _ column: SourceColumn) -> String {
        column.type == .boolean ? "bool_and(\(expression))" : extreme("MIN", expression, column)
    }

    package func highest(_ expression: String, _ column: SourceColumn) -> String {
        column.type == .boolean ? "bool_or(\(expression))" : extreme("MAX", expression, column)
    }

    /// The hex forms of uuid and bytea, compared byte by byte, sort like the values.
    private func extreme(_ aggregate: String, _ expression: String, _ column: SourceColumn) -> String {
        switch column.type {
        case .uuid: "\(aggregate)((\(expression))::text COLLATE \"C\")::uuid"
        case .binary: "decode(\(aggregate)(encode(\(expression), 'hex') COLLATE \"C\"), 'hex')"
        default: "\(aggregate)(\(expression))"
        }
    }

    /// PostgreSQL enforces declared types.
    package func holdsDeclaredType(_ column: SourceColumn) -> String? { always }

    package func exact(_ expression: String, _ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .json, .other: "\(expression)::text COLLATE \"C\""
        default: expression
        }
    }

    package func byteLength(_ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .json, .other: "octet_length(\(quoted(column.name))::text)"
        case .binary: "octet_length(\(quoted(column.name)))"
        default: nil
        }
    }
}
