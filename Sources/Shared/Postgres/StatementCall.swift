package import Model

/// A statement with its parameters, to be sent together with others in one round trip.
package struct StatementCall: Sendable {
    package let statement: Statement
    package let parameters: [PostgresValue]

    package init(_ statement: Statement, _ parameters: [PostgresValue] = []) {
        self.statement = statement
        self.parameters = parameters
    }
}
