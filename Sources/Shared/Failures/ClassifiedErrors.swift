import Postgres
import RowSource
import Settings

// The classification of errors from lower layers. Errors from higher layers classify themselves.

extension ConfigurationError: ClassifiedError {
    package var rule: FailureRule { ProgramFailure.usage.rule }
}

extension SourceError: ClassifiedError {
    package var rule: FailureRule { kind.rule }

    package var report: String {
        // The process lacks threads; the source isn't at fault.
        kind == .noThread ? description : "source: \(self)"
    }

    package var wayOut: String? {
        advice ?? rule.hint(setting: setting)
    }

    /// The setting that says where the source is, known by the names of its driver's functions.
    private var setting: String {
        if operation.hasPrefix("SQL") { return "source.connection" }
        return operation.contains("PQ") ? "source.url" : "source.options"
    }

    /// The message and what to do, in one line.
    package var withWayOut: String { [description, wayOut].compactMap(\.self).joined(separator: "; ") }
}

extension PostgresError: ClassifiedError {
    package var rule: FailureRule {
        guard kind == .server, let sqlState else { return kind.rule }
        if isAboutNameInFunction { return ServerRefusal.nameInFunction }
        return ServerRefusal.rule(sqlState) ?? kind.rule
    }

    package var report: String {
        // The process lacks threads; the server isn't at fault.
        kind == .noThread ? message : "target or control database: \(self)"
    }

    package var wayOut: String? {
        // The description includes the server's own hint.
        kind == .noThread ? hint : rule.hint(setting: "target.url (and control.url)")
    }

    /// Whether to retry.
    package var disposition: FailureRule.Disposition { rule.disposition }

    /// Whether COMMIT was sent but its reply was lost; only the database knows the outcome.
    package var mayHaveCommitted: Bool {
        statement == "commit" && disposition == .transient
    }

    private var isAboutNameInFunction: Bool {
        ["42P01", "42704", "42883"].contains(sqlState) && context?.contains("function ") == true
    }
}
