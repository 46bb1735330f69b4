import Model

/// How the transactions of a connection begin.
///
/// A session that is shared is never changed: behind a pooler it is somebody else's a moment later. All that our
/// statements depend on is set within each transaction, whatever the server, the database and the role have as defaults.
///
/// `search_path` comes first of all. In a schema where others may create functions and operators, one of theirs with
/// closer argument types is preferred to PostgreSQL's own, and would run with our rights.
struct TransactionSetup: Sendable {
    /// Names that aren't qualified are PostgreSQL's own.
    static let safePath = "pg_catalog, pg_temp"

    private let access: String
    private let settings: Statement
    /// Whether a single statement needs a BEGIN of its own to be what it would be by PostgreSQL's own defaults.
    ///
    /// Otherwise it has none: an error, or a cancel whose answer is lost, then leaves no open transaction behind.
    private var beginsSingle = false
    private let given: [PostgresValue]
    private let endurance: Statement

    /// The caller's settings may change these.
    private static let defaults = [
        ("search_path", safePath),
        // Our own deadlines and watches end what hangs; a limit of the role would cut what is only long.
        ("statement_timeout", "0"),
        // Receipts and publications have to outlive a crash; what needn't says so itself.
        ("synchronous_commit", "on"),
    ]

    /// Formats that statements and the readers of results rely on; they win over the caller's settings.
    private static let formats = [
        ("DateStyle", "ISO, YMD"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "1"),
        ("bytea_output", "hex"),
        ("standard_conforming_strings", "on"),
        ("quote_all_identifiers", "off"),
        // Takes documents, too.
        ("xmloption", "content"),
        ("client_min_messages", "error"),
    ]

    /// The server notices within about 25 s that this end is out of reach, as this end does.
    ///
    /// Its own default is two hours, for which the session would keep its transaction and its locks.
    private static let keepalive = [
        ("tcp_keepalives_idle", "10"),
        ("tcp_keepalives_interval", "5"),
        ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "20000"),
    ]

    /// For transactions of several statements, which keep locks between two of them.
    private static let endurance = keepalive + [("idle_in_transaction_session_timeout", "10min")]

    init(_ options: PostgresOptions, serverVersion: Int) {
        access = options.isReadOnly ? "READ ONLY" : "READ WRITE"
        // Names are compared as the server does.
        let names = Set(options.settings.keys.map { $0.lowercased() })
        let limits = serverVersion >= 170_000 ? [("transaction_timeout", "0")] : []
        let ours = (Self.defaults + limits).filter { !names.contains($0.0) }.map(Self.call)
        let given = options.settings.sorted { $0.key < $1.key }
        let theirs = Self.calls(given.count)
        let reading = options.isReadOnly ? [Self.call("transaction_read_only", "on")] : []
        settings = Self.select("transaction settings", ours + theirs + Self.formats.map(Self.call) + reading)
        self.given = Self.parameters(given)
        endurance = Self.select(
            "transaction endurance", Self.endurance.filter { !names.contains($0.0) }.map(Self.call))
    }

    /// The statements that begin a transaction of several statements.
    ///
    /// - Parameters:
    ///   - own: settings of this transaction alone, over those of all.
    ///   - snapshot: has to be read by the transaction; hexadecimal digits and dashes alone.
    func beginning(
        _ isolation: PostgresConnection.Isolation, settings own: [String: String], snapshot: String?
    ) -> [Session.Step] {
        let snapshot = snapshot.map { id in
            Session.Step(Statement(name: "snapshot", text: "SET TRANSACTION SNAPSHOT '\(id)'"))
        }
        return [begin(isolation)] + [snapshot].compactMap(\.self)
            + [Session.Step(settings, given), Session.Step(endurance)] + Self.steps(of: own)
    }

    /// Asks a server what of a transaction its defaults change.
    static let inquiry = Statement(
        name: "session backend",
        text: """
            SELECT pg_catalog.pg_backend_pid() AS pid,
                   pg_catalog.current_setting('default_transaction_read_only') <> 'off'
                   OR pg_catalog.current_setting('default_transaction_isolation') <> 'read committed' AS differs
            """)

    /// For a session that is ours alone, so that the server ends it, too, where this end is gone between transactions.
    static let sessionKeepalive = Statement(
        name: "session keepalive",
        text: "SELECT "
            + keepalive.map { "pg_catalog.set_config('\($0.0)', '\($0.1)', false)" }.joined(separator: ", "))

    /// Takes over the answer to `inquiry`.
    mutating func adapt(to answer: PostgresRow) throws(PostgresError) {
        beginsSingle = try answer.bool("differs")
    }

    /// The result of the statement among those of `alone`.
    func result(_ results: [QueryResult]) -> QueryResult { results[beginsSingle ? 2 : 1] }

    /// A statement as a transaction of its own.
    ///
    /// What is sent together is one transaction; it ends with the last of it.
    func alone(_ statement: Session.Step) -> [Session.Step] {
        guard beginsSingle else { return [Session.Step(settings, given), statement] }
        // Named after the statement that it belongs to: who commits by themselves tell by the name what was lost.
        let end = Session.Step(Statement(name: statement.statement.name, text: "COMMIT"))
        return [begin(.readCommitted), Session.Step(settings, given), statement, end]
    }

    private func begin(_ isolation: PostgresConnection.Isolation) -> Session.Step {
        let text = "BEGIN ISOLATION LEVEL \(isolation.rawValue) \(access)"
        return Session.Step(Statement(name: "begin", text: text))
    }

    /// Qualified: it is read before there is a path that can be trusted.
    private static func call(_ name: String, _ value: String) -> String {
        "pg_catalog.set_config('\(name)', '\(value)', true)"
    }

    /// Nothing, or the step that sets them.
    private static func steps(of settings: [String: String]) -> [Session.Step] {
        guard !settings.isEmpty else { return [] }
        let sorted = settings.sorted { $0.key < $1.key }
        return [Session.Step(select("own settings", calls(sorted.count)), parameters(sorted))]
    }

    /// Calls whose parameters are names and values in turn.
    private static func calls(_ count: Int) -> [String] {
        (0..<count).map { "pg_catalog.set_config($\($0 * 2 + 1), $\($0 * 2 + 2), true)" }
    }

    private static func parameters(_ settings: [(key: String, value: String)]) -> [PostgresValue] {
        settings.flatMap { [PostgresValue.text($0.key), .text($0.value)] }
    }

    private static func select(_ name: String, _ calls: [String]) -> Statement {
        Statement(name: name, text: "SELECT " + calls.joined(separator: ", "))
    }
}
