import Model
import PinnedThread

/// The result of `Connector`, passed to the connection.
struct OpenedSession {
    let session: Session
    let setup: TransactionSetup
    let backendPID: Int32
    let isPooled: Bool
    let serverVersion: Int
    let displayName: String
}

/// Opens connections on the threads on which they then run.
actor Connector {
    private nonisolated let thread: PinnedThread

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(thread: PinnedThread) {
        self.thread = thread
    }

    func open(_ options: PostgresOptions) throws(PostgresError) -> sending OpenedSession {
        let parameters = try ConnectionParameters(options)
        let session = try Session.connect(parameters, until: .now + options.deadline)
        var setup = TransactionSetup(options, serverVersion: session.serverVersion)
        // Also verifies the settings, and that a server answers behind the pooler.
        let ask = TransactionSetup.inquiry
        let results = try session.run(setup.alone([StatementCall(ask)]), main: ask, until: .now + options.deadline)
        let answer = PostgresRow(result: setup.results(results)[0], row: 0)
        let pid = Int32(truncatingIfNeeded: try answer.int("pid"))
        try setup.adapt(to: answer)
        let isPooled = session.announcedPID != pid
        if !isPooled {
            let keepalive = TransactionSetup.sessionKeepalive(serverVersion: session.serverVersion)
            let steps = setup.alone([StatementCall(keepalive)])
            _ = try session.run(steps, main: keepalive, until: .now + options.deadline)
        }
        return OpenedSession(
            session: session, setup: setup, backendPID: pid, isPooled: isPooled,
            serverVersion: session.serverVersion, displayName: session.displayName)
    }
}
