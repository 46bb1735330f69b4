import Postgres
import RowSource
import Settings

// The errors of the layers below. Those of the layers above say it themselves.

extension ConfigurationError: ClassifiedError {
    package var rule: FailureRule { ProgramFailure.usage.rule }
}

extension SourceError: ClassifiedError {
    package var rule: FailureRule { kind.rule }

    package var report: String {
        // The process has run short, not the source.
        kind == .noThread ? description : "source: \(self)"
    }

    package var wayOut: String? {
        // ODBC's functions all begin so.
        advice ?? rule.hint(setting: operation.hasPrefix("SQL") ? "source.connection" : "source.options")
    }
}

extension PostgresError: ClassifiedError {
    package var rule: FailureRule {
        guard kind == .server, let sqlState else { return kind.rule }
        if isAboutNameInFunction { return ServerRefusal.nameInFunction }
        return ServerRefusal.rule(sqlState) ?? kind.rule
    }

    package var report: String {
        // The process has run short, not the server.
        kind == .noThread ? message : "target or control database: \(self)"
    }

    package var wayOut: String? {
        // Of the server's own hint the description tells.
        kind == .noThread ? hint : rule.hint(setting: "target.url (and control.url)")
    }

    /// Whether to try again.
    package var disposition: FailureRule.Disposition { rule.disposition }

    /// COMMIT was sent and its reply never came: whether it took place is for the database to tell.
    package var mayHaveCommitted: Bool {
        statement == "commit" && disposition == .transient
    }

    private var isAboutNameInFunction: Bool {
        ["42P01", "42704", "42883"].contains(sqlState) && context?.contains("function ") == true
    }
}
