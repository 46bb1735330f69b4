package import Failures

/// Why a table can't be planned as it was asked, with a way out.
package struct PlanningError: ClassifiedError, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// The config asks for something that isn't there or can't be: exit 2.
        case configuration
        /// The source answered with something that is no statistic: exit 3.
        case source
        /// Source and target don't fit, and going on could lose values: exit 7.
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

    package var rule: FailureRule {
        switch kind {
        case .configuration: ProgramFailure.usage.rule
        case .source: ProgramFailure.source.rule
        case .refused: ProgramFailure.refused.rule
        }
    }

    package var description: String { "\(table): \(message)" }
}
