import Model
import PinnedThread

/// What `Connector` hands to the connection.
struct OpenedSession {
    let session: Session
    let setup: TransactionSetup
    let backendPID: Int32
    let isPooled: Bool
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
        let setup = TransactionSetup(options, serverVersion: session.serverVersion)
        // Also tries the settings, and behind a pooler the server.
        let ask = Statement(name: "session backend", text: "SELECT pg_catalog.pg_backend_pid() AS pid")
        let results = try session.run(setup.alone(Session.Step(ask)), main: ask, until: .now + options.deadline)
        let pid = Int32(truncatingIfNeeded: try PostgresRow(result: results[2], row: 0).int("pid"))
        return OpenedSession(
            session: session, setup: setup, backendPID: pid, isPooled: session.announcedPID != pid,
            serverVersion: session.serverVersion, displayName: session.displayName)
    }
}
