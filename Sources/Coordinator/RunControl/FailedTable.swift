import Failures
package import Model
import Planning
import Postgres
import RowSource

/// A table that can't be planned, and why.
package struct FailedTable: Error, Sendable {
    package let number: Int
    /// The source table; `query` for a query.
    package let source: QualifiedName
    package let target: QualifiedName
    package let mode: LoadMode
    /// Why, without the table's name.
    package let reason: String
    private let failure: Failure
    private let rule: TableErrorRule

    /// `nil` for an error that isn't the table's: the others would meet it, too.
    init?(_ table: TableConfiguration, number: Int, error: any Error) {
        guard Self.isOfTable(error) else { return nil }
        self.number = number
        source = table.source.name
        target = table.target
        mode = table.settings.mode
        rule = table.settings.onError
        failure = Failure(describing: error)
        let name = "\(source): "
        let message = failure.message
        reason = message.hasPrefix(name) ? String(message.dropFirst(name.count)) : message
    }

    private static func isOfTable(_ error: any Error) -> Bool {
        switch error {
        case let error as SourceError:
            switch error.kind {
            case .driverMissing, .authentication, .connection, .cancelled, .noThread: false
            case .notFound, .changed, .statement, .value, .timeLimit, .outgrown, .refused, .other: true
            }
        case let error as PostgresError: error.disposition == .permanent && error.rule.worker == .goesOn
        case let failure as Failure: ![.interrupted, .internalError].contains(failure.status)
        case is PlanningError: true
        default: false
        }
    }

    /// The table's name for messages: a query is named by its target.
    var name: String { source.schema == nil && source.name == "query" ? "query for \(target)" : "\(source)" }
    var isSkipped: Bool { rule == .skip }
    var status: ExitStatus { failure.status }
    var hint: String? { failure.hint }
}

extension [FailedTable] {
    /// The tables with the same reason in one piece: their names, and the first of them.
    var byReason: [(names: String, first: FailedTable)] {
        var names: [String: [String]] = [:]
        for table in self { names[table.reason, default: []].append(table.name) }
        return compactMap { table in
            names.removeValue(forKey: table.reason).map { ($0.joined(separator: ", "), table) }
        }
    }

    /// Throws a failure that names all of them, unless they are to be skipped and others are left.
    ///
    /// - Parameter count: the number of tables that were to be planned.
    func throwUnlessSkipped(of count: Int) throws(Failure) {
        guard let first, count == self.count || contains(where: { !$0.isSkipped }) else { return }
        var lines = byReason.map { "\($0.names): \($0.first.reason)" }
        if self.count > 1 { lines.insert("\(self.count) of \(count) tables can't be planned:", at: 0) }
        var hints: [String] = []
        for hint in compactMap(\.hint) where !hints.contains(hint) { hints.append(hint) }
        if count > self.count {
            hints.append(
                "To copy the others: leave \(self.count == 1 ? "it" : "these") out (exclude: […] beside a pattern), or set "
                    + "on_table_error: skip.")
        }
        throw Failure(
            first.status, lines.joined(separator: "\n"), hint: hints.isEmpty ? nil : hints.joined(separator: "\n"))
    }
}
