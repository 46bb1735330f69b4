package import Model

extension MariaDBDialect {
    /// MariaDB enforces declared types.
    package func holdsDeclaredType(_ column: SourceColumn) -> String? { always }

    package func exact(_ expression: String, _ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .json, .other: "CAST(\(expression) AS BINARY)"
        default: expression
        }
    }

    package func byteLength(_ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .binary, .json, .other: "OCTET_LENGTH(\(quoted(column.name)))"
        default: nil
        }
    }
}
