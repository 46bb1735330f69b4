package import Model
package import RowSource

/// Reads any system that has an ADBC driver, with one thread per connection.
///
/// This is the only target that uses ADBC's C functions and Arrow's C interfaces. `LoadedDriver` is a driver's function
/// table; handles are owned by `ADBCSession` and `ADBCStatement`, batches by `ArrowBatch`; `ADBCConnection` drives
/// them. Rows stay in the driver's own memory: `ColumnImport` locates their values.
package struct ADBCSource: RowSource {
    package let displayName: String
    let driver: String
    let entrypoint: String?
    var options: Options
    package var dialect: SourceDialect

    /// The options passed to the driver, under the driver's own names.
    package struct Options: Sendable {
        package var database: [String: Secret]
        package var connection: [String: Secret]
        package var statement: [String: Secret]

        package init(
            database: [String: Secret] = [:], connection: [String: Secret] = [:], statement: [String: Secret] = [:]
        ) {
            self.database = database
            self.connection = connection
            self.statement = statement
        }

        /// The options that say where the database is.
        var place: [(name: String, value: String)] {
            database.merging(connection) { own, _ in own }.map { ($0.key, $0.value.revealed) }
        }

        var all: [(name: String, value: Secret)] {
            [database, connection, statement].flatMap { $0.map { ($0.key, $0.value) } }
        }
    }

    /// - Parameters:
    /// - driver: a library's path, or a name for `DriverSearch` to look up.
    /// - entrypoint: the function that fills the driver's table; `nil` for the one named after the library's file, or
    ///   else `AdbcDriverInit`.
    package init(
        driver: String, entrypoint: String? = nil, options: Options = Options(), displayName: String = "ADBC",
        dialect: SourceDialect = .auto
    ) {
        self.driver = driver
        self.entrypoint = entrypoint
        self.options = options
        self.displayName = displayName
        self.dialect = dialect
    }

    package var keepsSnapshots: Bool { true }
    package func holdSnapshot() -> (any SnapshotHold)? { nil }

    package func connect() async throws(SourceError) -> any SourceConnection { try await open() }

    /// Connects, for layers that set more options on the connection.
    package func open() async throws(SourceError) -> ADBCConnection {
        let connection = try ADBCConnection(self)
        try await connection.connect()
        return connection
    }
}
