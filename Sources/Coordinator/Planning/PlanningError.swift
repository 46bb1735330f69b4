/// Why a table can't be planned as requested, and what to do about it.
package struct PlanningError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// The config asks for something that doesn't exist or isn't possible: exit code 2.
        case configuration
        /// The source's answer isn't a valid statistic: exit code 3.
        case source
        /// Source and target don't match, and continuing could lose values: exit code 7.
        case refused
    }

    package var kind: Kind
    /// The source table or query.
    package var table: String
    package var message: String

    package init(_ kind: Kind, table: String, message: String) {
        self.kind = kind
        self.table = table
        self.message = message
    }

    package var description: String { "\(table): \(message)" }
}
