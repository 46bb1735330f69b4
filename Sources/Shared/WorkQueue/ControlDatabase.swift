import Failures
package import Model
package import Postgres

/// The connection to the control database: short statements without session state, reconnected after a failure.
package actor ControlDatabase: Closable {
    private var options: PostgresOptions
    private var connection: PostgresConnection?

    package init(options: PostgresOptions) {
        self.options = options
        // The planner overestimates the cost of tables without statistics; compiling such a statement took half a second.
        self.options.settings["jit"] = "off"
    }

    /// The connection; opens a new one if the last one broke.
    package func connected() async throws(PostgresError) -> PostgresConnection {
        if let connection, !connection.isBroken { return connection }
        let opened = try await PostgresConnection.connect(options)
        // Another caller may have opened one while this one waited.
        if let connection, !connection.isBroken {
            await opened.close()
            return connection
        }
        connection = opened
        return opened
    }

    /// Runs one statement once.
    package func query(
        _ statement: Statement, _ parameters: [PostgresValue] = []
    ) async throws(PostgresError) -> [PostgresRow] {
        try await connected().query(statement, parameters)
    }

    /// Runs one statement once, and returns the number of rows it changed.
    @discardableResult
    package func execute(
        _ statement: Statement, _ parameters: [PostgresValue] = []
    ) async throws(PostgresError) -> Int {
        try await connected().execute(statement, parameters)
    }

    /// Runs a statement that is safe to repeat, and retries it after transient failures for at most `patience`.
    @discardableResult
    package func executeRepeatably(
        _ statement: Statement, _ parameters: [PostgresValue] = [], patience: Duration = .seconds(60)
    ) async throws(PostgresError) -> Int {
        try await repeatedly(patience: patience) { connection async throws(PostgresError) in
            try await connection.execute(statement, parameters)
        }
    }

    /// The same for what `body` asks of the connection.
    package func repeatedly<Answer: Sendable>(
        patience: Duration = .seconds(60),
        _ body: @Sendable (PostgresConnection) async throws(PostgresError) -> Answer
    ) async throws(PostgresError) -> Answer {
        let start = ContinuousClock.now
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await body(connected())
            } catch let failure {
                guard failure.disposition == .transient, ContinuousClock.now - start + pause < patience else {
                    throw failure
                }
                do {
                    try await Task.sleep(for: pause)
                } catch {
                    throw failure  // cancelled while waiting: the statement's error says more
                }
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    package func close() async {
        await connection?.close()
        connection = nil
    }
}
