import ADBCSource
import Model
import ODBCSource
import PostgresSource
import RowSource
import SnowflakeSource
import TestKit

/// A test's own database, and the source that reads it.
struct ConformingSource {
    let kind: ConformingKind
    let database: TestSource
    let source: any RowSource
    let emulator: SnowflakeEmulator?

    private static let sharedEmulator = Task { try await SnowflakeEmulator.start() }

    init(_ kind: ConformingKind, function: String = #function) async throws {
        self.kind = kind
        let emulator = kind.system == .snowflake ? try await Self.sharedEmulator.value : nil
        self.emulator = emulator
        switch kind.system {
        case .sqlite:
            database = .sqlite(in: try TestFolder())
            // A source never creates the database file, so create it here.
            try await database.run("PRAGMA user_version = 1")
        case .postgres: database = try await .postgres(function: function)
        case .mariaDB: database = try await .mariaDB()
        case .snowflake:
            guard let emulator else { throw TestKitError("there is no emulator") }
            database = try .snowflake(emulator)
        }
        switch kind {
        case .sqliteODBC, .postgresODBC, .mariaDBODBC:
            source = ODBCSource(connectionString: Secret(database.connection))
        case .sqliteADBC, .postgresADBC:
            source = ADBCSource(
                driver: database.driver.path, options: .init(database: ["uri": Secret(database.uri)]))
        case .postgresCopy: source = PostgresSource(url: Secret(database.uri))
        case .snowflakeADBC:
            source = SnowflakeSource(
                SnowflakeConfiguration(
                    account: "emulator", user: "loader", credential: .password(Secret("any")), database: "D1",
                    schema: "PUBLIC", host: "127.0.0.1", port: emulator?.port, transport: "http",
                    driver: ADBCDriver.snowflake.path))
        }
    }

    func connect() async throws(SourceError) -> any SourceConnection { try await source.connect() }

    /// The full name of a table in the database.
    func name(_ table: String) -> QualifiedName { QualifiedName(schema: database.schema, name: table) }

    /// Makes the server end all sessions that are connected to the database.
    func endSessions() async throws {
        switch kind.system {
        case .postgres:
            try await database.database?.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        case .mariaDB:
            let sessions = try await database.rows(
                """
                SELECT id FROM information_schema.processlist WHERE db = '\(database.schema)' AND id <> CONNECTION_ID()
                """)
            try await database.run(sessions.map { "KILL \($0);" }.joined())
        case .sqlite, .snowflake: throw TestKitError("\(kind) has no session to end")
        }
    }
}
