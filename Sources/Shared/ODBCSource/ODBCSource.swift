package import Model
package import RowSource

/// Reads any system that has an ODBC driver, with one thread per connection.
///
/// This is the only target that uses ODBC's C functions. Handles are owned by `ODBCEnvironment`, `ODBCSession` and
/// `ODBCStatement`; `ODBCConnection` drives them; `BlockReader` and `PieceReader` turn rows into column batches.
package struct ODBCSource: RowSource {
    /// How a driver returns text.
    package enum ValueText: Sendable {
        case utf8
        /// UTF-16, which is converted to UTF-8 here.
        case utf16
    }

    package let displayName: String
    let connectionString: Secret
    let loginTimeout: Duration
    package var dialect: SourceDialect
    /// The ways to read text, tried in this order until one returns non-ASCII text intact.
    package var valueTexts: [ValueText] = [.utf8, .utf16]

    /// - Parameter loginTimeout: in whole seconds; drivers may ignore it.
    package init(
        connectionString: Secret, displayName: String = "ODBC", loginTimeout: Duration = .seconds(15),
        dialect: SourceDialect = .auto
    ) {
        self.connectionString = connectionString
        self.displayName = displayName
        self.loginTimeout = loginTimeout
        self.dialect = dialect
    }

    package var keepsSnapshots: Bool { true }
    package func holdSnapshot() -> (any SnapshotHold)? { nil }

    package func connect() async throws(SourceError) -> any SourceConnection {
        let connection = try ODBCConnection(self)
        try await connection.connect()
        return connection
    }
}
