import Model

/// How the transactions of a connection begin.
///
/// A shared session is never changed: behind a pooler, another client may get it a moment later. All settings that our
/// statements depend on are set within each transaction, whatever the defaults of the server, database or role.
///
/// `search_path` is set first. If others may create functions and operators in a schema on the path, one with closer
/// argument types takes precedence over PostgreSQL's own, and would run with our privileges.
struct TransactionSetup: Sendable {
    /// Resolves unqualified names to PostgreSQL's own objects.
    static let safePath = "pg_catalog, pg_temp"

    private let access: String
    private let settings: Statement
    /// Whether a single statement needs its own BEGIN to run under PostgreSQL's standard transaction defaults.
    ///
    /// Otherwise it has no BEGIN, so that an error, or a cancel whose answer is lost, leaves no open transaction
    /// behind.
    private var beginsSingle = false
    private let given: [PostgresValue]
    private let endurance: Statement

    /// Defaults that the caller's settings may override.
    private static let defaults = [
        ("search_path", safePath),
        // Our own deadlines and watchdogs end what hangs; a limit of the role would also end what merely takes long.
        ("statement_timeout", "0"),
        ("lock_timeout", "0"),
        // Receipts and publications must survive a crash; transactions that needn't say so themselves.
        ("synchronous_commit", "on"),
    ]

    /// Formats that statements and readers of results rely on; they override the caller's settings.
    private static let formats = [
        ("DateStyle", "ISO, YMD"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "1"),
        ("bytea_output", "hex"),
        ("standard_conforming_strings", "on"),
        ("quote_all_identifiers", "off"),
        // Also accepts documents.
        ("xmloption", "content"),
        ("client_min_messages", "error"),
    ]

    /// Makes the server notice within approximately 25 s that this end is unreachable, as this end does.
    ///
    /// The server's default is two hours, during which the session would keep its transaction and locks.
    private static let keepalive = [
        ("tcp_keepalives_idle", "10"),
        ("tcp_keepalives_interval", "5"),
        ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "20000"),
    ]

    /// For transactions of several statements, which hold locks between statements.
    private static let endurance = keepalive + [("idle_in_transaction_session_timeout", "10min")]

    init(_ options: PostgresOptions, serverVersion: Int) {
        access = options.isReadOnly ? "READ ONLY" : "READ WRITE"
        // Setting names are case-insensitive, as on the server.
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
    /// - own: settings for this transaction only; they override the common ones.
    /// - snapshot: the snapshot to read; only hexadecimal digits and dashes.
    func beginning(
        _ isolation: PostgresConnection.Isolation, settings own: [String: String], snapshot: String?
    ) -> [StatementCall] {
        let snapshot = snapshot.map { id in
            StatementCall(Statement(name: "snapshot", text: "SET TRANSACTION SNAPSHOT '\(id)'"))
        }
        return [begin(isolation)] + [snapshot].compactMap(\.self)
            + [StatementCall(settings, given), StatementCall(endurance)] + Self.steps(of: own)
    }

    /// Asks whether the server's defaults change how a transaction behaves.
    static let inquiry = Statement(
        name: "session backend",
        text: """
            SELECT pg_catalog.pg_backend_pid() AS pid,
                   pg_catalog.current_setting('default_transaction_read_only') <> 'off'
                   OR pg_catalog.current_setting('default_transaction_isolation') <> 'read committed' AS differs
            """)

    /// For unshared sessions: makes the server end the session if this end disappears between transactions, and only
    /// then.
    static func sessionKeepalive(serverVersion: Int) -> Statement {
        // A coordinator's session is idle while workers copy, or while the source answers the plan's queries.
        let idle = serverVersion >= 140_000 ? [("idle_session_timeout", "0")] : []
        let calls = (keepalive + idle).map { "pg_catalog.set_config('\($0.0)', '\($0.1)', false)" }
        return Statement(name: "session keepalive", text: "SELECT " + calls.joined(separator: ", "))
    }

    /// Applies the answer to `inquiry`.
    mutating func adapt(to answer: PostgresRow) throws(PostgresError) {
        beginsSingle = try answer.bool("differs")
    }

    /// Picks the results of the statements from those of `alone`.
    ///
    /// - Parameter own: whether the transaction has settings of its own.
    func results(_ results: [QueryResult], own: Bool = false) -> [QueryResult] {
        let first = (beginsSingle ? 2 : 1) + (own ? 1 : 0)
        return Array(results[first..<(results.count - (beginsSingle ? 1 : 0))])
    }

    /// Wraps statements in their own transaction.
    ///
    /// Statements sent together form one transaction, which ends with the last of them.
    ///
    /// - Parameter own: settings for this transaction only; they override the common ones.
    func alone(_ calls: [StatementCall], settings own: [String: String] = [:]) -> [StatementCall] {
        let all = [StatementCall(settings, given)] + Self.steps(of: own) + calls
        guard beginsSingle, let last = calls.last else { return all }
        // Named like the statement: callers whose statements commit by themselves identify a lost commit by this name.
        return [begin(.readCommitted)] + all + [StatementCall(Statement(name: last.statement.name, text: "COMMIT"))]
    }

    private func begin(_ isolation: PostgresConnection.Isolation) -> StatementCall {
        let text = "BEGIN ISOLATION LEVEL \(isolation.rawValue) \(access)"
        return StatementCall(Statement(name: "begin", text: text))
    }

    /// Qualified, because it runs before the search path can be trusted.
    private static func call(_ name: String, _ value: String) -> String {
        "pg_catalog.set_config('\(name)', '\(value)', true)"
    }

    /// The step that applies the settings; none if there are no settings.
    private static func steps(of settings: [String: String]) -> [StatementCall] {
        guard !settings.isEmpty else { return [] }
        let sorted = settings.sorted { $0.key < $1.key }
        return [StatementCall(select("own settings", calls(sorted.count)), parameters(sorted))]
    }

    /// Calls whose parameters alternate between names and values.
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
