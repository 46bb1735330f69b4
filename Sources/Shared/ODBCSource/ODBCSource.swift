package import Model
package import RowSource

/// Reads any system that has an ODBC driver, each connection on a thread of its own.
///
/// This is the one target that knows ODBC's C functions. Handles are owned by `ODBCEnvironment`, `ODBCSession` and
/// `ODBCStatement`; `ODBCConnection` drives them; `BlockReader` and `PieceReader` turn rows into column batches.
package struct ODBCSource: RowSource {
    package let displayName: String
    private let connectionString: Secret
    private let loginTimeout: Duration

    /// - Parameter loginTimeout: in whole seconds, for drivers that keep to it.
    package init(connectionString: Secret, displayName: String = "ODBC", loginTimeout: Duration = .seconds(15)) {
        self.connectionString = connectionString
        self.displayName = displayName
        self.loginTimeout = loginTimeout
    }

    package func connect() async throws(SourceError) -> any SourceConnection {
        let connection = ODBCConnection(connectionString: connectionString, displayName: displayName)
        try await connection.connect(loginTimeout: loginTimeout)
        return connection
    }
}
