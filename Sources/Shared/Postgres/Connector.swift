import CLibPQ
import Model
import PinnedThread

/// What `Connector` hands to the connection.
struct OpenedSession {
    let session: Session
    let backend: Backend
    let serverVersion: Int
    let displayName: String
}

/// Opens connections on the thread that they then live on.
actor Connector {
    private nonisolated let thread: PinnedThread

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(thread: PinnedThread) {
        self.thread = thread
    }

    func open(_ options: PostgresOptions) throws(PostgresError) -> sending OpenedSession {
        let parameters = try ConnectionParameters(options)
        let session = try Session.connect(parameters, until: .now + options.deadline)
        let backend = try Self.configure(session, options)
        return OpenedSession(
            session: session, backend: backend, serverVersion: session.serverVersion,
            displayName: session.displayName)
    }

    /// The server notices within about 25 s that this end is out of reach, as this end does.
    ///
    /// Its own default is two hours, for which the session would keep its transaction and its locks. They give way to
    /// the caller's settings.
    private static let endurance = [
        ("tcp_keepalives_idle", "10"),
        ("tcp_keepalives_interval", "5"),
        ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "20000"),
    ]

    /// Formats that the readers of results rely on; they win over the caller's settings.
    private static let fixedSettings = [
        ("DateStyle", "ISO, YMD"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "1"),
        ("client_min_messages", "error"),
    ]

    /// Applies the settings, in one statement, and asks for the backend.
    private static func configure(_ session: Session, _ options: PostgresOptions) throws(PostgresError) -> Backend {
        let given = options.session.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let settings = endurance + given + fixedSettings
        let calls = settings.indices.map { "set_config($\($0 * 2 + 1), $\($0 * 2 + 2), false)" }
        let values = settings.flatMap { [PostgresValue.text($0.0), .text($0.1)] }
        let apply = Statement(name: "session settings", text: "SELECT " + calls.joined(separator: ", "))
        _ = try session.run(apply, values, until: .now + options.deadline)

        let ask = Statement(
            name: "session backend",
            text: """
                SELECT pid, backend_start::text AS start FROM pg_catalog.pg_stat_activity
                 WHERE pid = pg_catalog.pg_backend_pid()
                """)
        let result = try session.run(ask, [], until: .now + options.deadline)
        guard result.rows == 1 else {
            throw PostgresError(
                .server, message: "pg_stat_activity doesn't show this session", statement: ask.name,
                operation: "PQntuples")
        }
        let row = PostgresRow(result: result, row: 0)
        return Backend(pid: Int32(truncatingIfNeeded: try row.int("pid")), start: try row.string("start"))
    }
}
