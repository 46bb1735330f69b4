import Failures
package import Model
package import Postgres

/// The control database as the protocol needs it: short statements, no session state, reconnected when it breaks.
package actor ControlDatabase: Closable {
    private let options: PostgresOptions
    private var connection: PostgresConnection?

    package init(options: PostgresOptions) {
        self.options = options
    }

    /// The connection, opened anew if the last one broke.
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

    /// Runs one statement once; the number of rows it changed.
    @discardableResult
    package func execute(
        _ statement: Statement, _ parameters: [PostgresValue] = []
    ) async throws(PostgresError) -> Int {
        try await connected().execute(statement, parameters)
    }

    /// Runs a statement that may be run twice, again and again while the reason for its failure passes, for at most
    /// `patience`.
    @discardableResult
    package func executeRepeatably(
        _ statement: Statement, _ parameters: [PostgresValue] = [], patience: Duration = .seconds(60)
    ) async throws(PostgresError) -> Int {
        let start = ContinuousClock.now
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await execute(statement, parameters)
            } catch let failure {
                guard failure.disposition == .transient, ContinuousClock.now - start + pause < patience else {
                    throw failure
                }
                do {
                    try await Task.sleep(for: pause)
                } catch {
                    throw failure  // cancelled while waiting: the first error tells more
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
