import Model
import Postgres
import Synchronization

/// A test's source database, read over ODBC, ADBC or PostgreSQL's own protocol.
///
/// It is filled and queried without Snowmelt's code.
package struct TestSource: Sendable {
    private enum Place: Sendable {
        /// An SQLite file.
        case sqlite(path: String)
        case postgres(TestDatabase)
        case mariaDB(MariaDBServer, database: String)
        case snowflake(SnowflakeEmulator)
    }

    private enum Way: Sendable {
        case odbc, adbc, native
    }

    /// The ODBC connection string.
    package let connection: String
    private var way = Way.odbc
    private let place: Place
    private let folder: TestFolder
    private static let databases = Atomic<Int>(0)

    /// Creates an SQLite file in `folder`.
    ///
    /// - Parameter driver: the driver's registered name or its library.
    package static func sqlite(in folder: TestFolder, driver: String = "SQLite3") -> TestSource {
        let path = "\(folder.path)/source.sqlite"
        return TestSource(connection: "Driver=\(driver);Database=\(path)", place: .sqlite(path: path), folder: folder)
    }

    /// A new database of a cluster, the shared one if none is given.
    ///
    /// - Parameter driver: the driver's registered name or its library.
    package static func postgres(
        driver: String = "PostgreSQL Unicode", in own: PostgresCluster? = nil, function: String = #function
    ) async throws -> TestSource {
        let cluster: PostgresCluster
        if let own { cluster = own } else { cluster = try await PostgresCluster.shared }
        return try postgres(of: try await cluster.database(function: function), driver: driver)
    }

    /// An existing database.
    package static func postgres(of database: TestDatabase, driver: String = "PostgreSQL Unicode") throws -> TestSource
    {
        TestSource(
            connection: """
                Driver=\(driver);Servername=127.0.0.1;Port=\(database.cluster.port);Database=\(database.name);\
                Username=postgres
                """, place: .postgres(database), folder: try TestFolder())
    }

    /// Creates a database on the shared server.
    package static func mariaDB() async throws -> TestSource {
        let server = try await MariaDBServer.shared
        let database = "t\(databases.add(1, ordering: .relaxed).newValue)"
        let maker = TestSource(connection: "", place: .mariaDB(server, database: "mysql"), folder: try TestFolder())
        try await maker.run("CREATE DATABASE \(database) CHARACTER SET utf8mb4")
        return TestSource(
            connection: "Driver=MariaDB Unicode;Socket=\(server.socket);UID=root;Database=\(database)",
            place: .mariaDB(server, database: database), folder: maker.folder)
    }

    /// The database D1 of a Snowflake emulator.
    package static func snowflake(_ emulator: SnowflakeEmulator) throws -> TestSource {
        TestSource(connection: "", way: .native, place: .snowflake(emulator), folder: try TestFolder())
    }

    /// The same database, read over ADBC; not for MariaDB.
    package var overADBC: TestSource {
        var source = self
        source.way = .adbc
        return source
    }

    /// The same PostgreSQL database, read by COPY.
    package var native: TestSource {
        var source = self
        source.way = .native
        return source
    }

    /// The lines of a config's `source` section for it, indented by two.
    package func settings(dialect: String) -> String {
        if case .snowflake(let emulator) = place { return emulator.settings }
        return switch way {
        case .odbc: "  type: odbc\n  connection: \(connection)\n  dialect: \(dialect)"
        case .adbc: "  type: adbc\n  driver: \(driver.path)\n  options: {uri: '\(uri)'}\n  dialect: \(dialect)"
        case .native: "  type: postgres\n  url: \(uri)"
        }
    }

    /// The database, if it is PostgreSQL's.
    package var database: TestDatabase? {
        if case .postgres(let database) = place { database } else { nil }
    }

    package var driver: ADBCDriver {
        if case .sqlite = place { .sqlite } else { .postgresql }
    }

    /// The address for an ADBC driver or libpq.
    package var uri: String {
        switch place {
        case .sqlite(let path): path
        case .postgres(let database): database.url.revealed
        case .mariaDB, .snowflake: ""
        }
    }

    /// The schema of its tables.
    package var schema: String {
        switch place {
        case .sqlite: "main"
        case .postgres: "public"
        case .mariaDB(_, let database): database
        case .snowflake: "PUBLIC"
        }
    }

    /// Runs statements.
    package func run(_ sql: String) async throws {
        if case .postgres(let database) = place { return try await database.execute(sql) }
        if case .snowflake(let emulator) = place {
            try await emulator.run(sql)
            return
        }
        let script = try folder.write("script.sql", session + sql)
        switch place {
        case .sqlite(let path): _ = try await output("sqlite3", ["-bail", path, ".read \(script)"])
        case .mariaDB, .postgres, .snowflake: _ = try await mariaDB(script)
        }
    }

    /// A query's rows, sorted; columns separated by `|`, NULL as `∅`.
    ///
    /// No value may contain a line break.
    package func rows(_ query: String) async throws -> [String] {
        switch place {
        case .sqlite(let path):
            let text = try await output("sqlite3", ["-list", "-nullvalue", "∅", path, query])
            return text.split(separator: "\n").map(String.init).sorted()
        case .mariaDB:
            let script = try folder.write("query.sql", session + query)
            let rows = try await mariaDB(script, "-N", "-B", "--raw")
            return rows.split(separator: "\n").map { row in
                let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
                return fields.map { $0 == "NULL" ? "∅" : $0 }.joined(separator: "|")
            }.sorted()
        case .postgres(let database): return try await database.rows(query)
        case .snowflake(let emulator):
            return try await emulator.run(query).map { row in row.map { $0 ?? "∅" }.joined(separator: "|") }.sorted()
        }
    }

    /// The session's settings: strict, but allowing zero dates.
    private var session: String {
        guard case .mariaDB = place else { return "" }
        return "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES';\n"
    }

    /// Runs a file of statements, up to the first that fails; returns the client's output.
    private func mariaDB(_ script: String, _ options: String...) async throws -> String {
        guard case .mariaDB(let server, let database) = place else { return "" }
        let words = [
            "--no-defaults", "-uroot", "-S", server.socket, "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G", "-D", database,
        ]
        return try await output("sh", ["-c", #"exec mariadb "$@" <"$0""#, script] + words + options)
    }

    private func output(_ program: String, _ arguments: [String]) async throws -> String {
        let ending = try await Program.run(program, arguments)
        guard ending.code == 0 else { throw TestKitError("\(program): \(ending.standardError)") }
        return ending.standardOutput
    }
}
