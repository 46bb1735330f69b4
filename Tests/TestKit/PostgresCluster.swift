// Foundation: FileManager and String read and write the server's files.
import Foundation
import Glibc
package import Model
import PinnedThread
import Postgres
import Synchronization

/// A private PostgreSQL cluster, on a free port of 127.0.0.1 and a socket in its own folder.
///
/// It stops and its folder is removed when the test process ends, however that ends. Tests use `shared`; those that
/// stop or kill the server start their own.
///
/// The role `postgres` needs no password; all others do (SCRAM).
package actor PostgresCluster {
    package enum StopMode: String, Sendable {
        case smart, fast, immediate
        /// Sends SIGKILL to the postmaster; its children notice by themselves.
        case kill
    }

    package nonisolated let port: Int
    /// The folder of the Unix socket: `host=` of a connection string.
    package nonisolated let socketFolder: String
    nonisolated let folder: String
    private nonisolated let place: Place

    /// The thread that waits for programs, so that the tests' own threads aren't blocked.
    private nonisolated let thread: PinnedThread
    private let programs: PostgresPrograms
    private static let databases = Atomic<Int>(0)
    private static let sharedStart = Task { try await PostgresCluster.start() }

    /// The cluster that the tests of this process share, started at first use.
    package static var shared: PostgresCluster {
        get async throws { try await sharedStart.value }
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Where and under which conditions a cluster runs; the same after restarts.
    struct Place: Sendable {
        var host: TestNetwork.Host?
        var surroundings: [Surrounding] = []
        var wal: SmallDisk?
        /// The cluster of which it is a replica.
        var primary: PostgresCluster?
    }

    /// Starts another cluster.
    ///
    /// - Parameters:
    ///   - settings: additional lines of `postgresql.conf`.
    ///   - certificate: the server's certificate; if given, TCP connections must use TLS.
    ///   - host: the host to listen on instead of 127.0.0.1; the test's own connections use the Unix socket.
    ///   - surroundings: the conditions under which the server runs.
    ///   - wal: the disk for the write-ahead log, in segments of 1 MiB.
    package static func start(
        settings: [String] = [], certificate: TestAuthority.Certificate? = nil, on host: TestNetwork.Host? = nil,
        under surroundings: [Surrounding] = [], wal: SmallDisk? = nil
    ) async throws -> PostgresCluster {
        let cluster = try PostgresCluster(Place(host: host, surroundings: surroundings, wal: wal))
        try await cluster.initialize(settings: settings, certificate: certificate)
        try await cluster.start()
        return cluster
    }

    init(_ place: Place) throws {
        thread = try PinnedThread(name: "cluster")
        programs = try PostgresPrograms.installed(on: place.host, under: place.surroundings)
        self.place = place
        folder = try programs.makeFolder()
        socketFolder = "\(folder)/socket"
        port = try freePort()
    }

    func initialize(settings: [String], certificate: TestAuthority.Certificate? = nil) throws {
        // First, so that a later failure leaves nothing behind.
        try Watchdog.start(programs: programs, folder: folder)
        try makeDataFolder()
        if let certificate {
            try write(certificate.certificate, to: "server.crt")
            try write(certificate.key, to: "server.key")
        }
        let primary = place.primary.map { "host=127.0.0.1 port=\($0.port) user=postgres" } ?? ""
        let lines =
            [
                "listen_addresses = '\(address)'", "port = \(port)", "unix_socket_directories = '\(socketFolder)'",
                "fsync = off", "full_page_writes = off", "max_connections = 1000", "shared_buffers = '64MB'",
                "ssl = \(certificate == nil ? "off" : "on")", "primary_conninfo = '\(primary)'",
            ] + settings
        try write(lines.joined(separator: "\n") + "\n", to: "postgresql.auto.conf")
        let host = certificate == nil ? "host" : "hostssl"
        try write(
            """
            local all postgres trust
            \(host) all postgres \(address)/24 trust
            \(host) replication postgres \(address)/24 trust
            local all all scram-sha-256
            \(host) all all \(address)/24 scram-sha-256

            """, to: "pg_hba.conf")
    }

    private func makeDataFolder() throws {
        let data = "\(folder)/data"
        if let primary = place.primary {
            return try programs.run(
                "pg_basebackup",
                ["-D", data, "-h", "127.0.0.1", "-p", "\(primary.port)", "-U", "postgres", "-c", "fast", "-R"],
                home: folder)
        }
        guard let wal = place.wal else {
            return try programs.copy(Self.template(), home: folder)
        }
        try Self.makeData(programs, data, home: folder, "--wal-segsize=1", "-X", wal.makeFolder("wal"))
    }

    /// A new data folder, created once, because copying it takes a tenth of the time.
    private static func template() throws -> String {
        try templateFolder.withLock { made in
            if let made { return made }
            let programs = try PostgresPrograms.installed()
            let home = try programs.makeFolder()
            try Watchdog.start("rm -rf '\(home)'")
            try makeData(programs, "\(home)/data", home: home)
            made = "\(home)/data"
            return "\(home)/data"
        }
    }

    private static let templateFolder = Mutex<String?>(nil)

    private static func makeData(
        _ programs: PostgresPrograms, _ data: String, home: String, _ options: String...
    ) throws {
        try programs.run(
            "initdb", ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"] + options,
            home: home)
    }

    /// The address on which it listens.
    package nonisolated var address: String { place.host?.address ?? "127.0.0.1" }

    /// Writes a file to the data folder, owned by the server's user and readable for nobody else.
    private func write(_ text: String, to name: String) throws {
        let path = "\(folder)/data/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        var owner = stat()
        guard stat("\(folder)/data", &owner) == 0, chown(path, owner.st_uid, owner.st_gid) == 0 else {
            throw TestKitError("\(name) can't be handed to the server: errno \(errno)")
        }
    }

    /// Starts the server again after `stop`, on the same port; returns once it accepts connections.
    package func start() async throws {
        // After a kill, the old server's children may hold its shared memory for a moment.
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            do {
                return try control("start", "-l", "\(folder)/log")
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Stops the server; returns once it is gone.
    ///
    /// Succeeds if the server has already ended, even just now.
    package func stop(mode: StopMode = .fast) throws {
        guard mode == .kill else {
            do {
                return try control("stop", "-m", mode.rawValue)
            } catch {
                guard postmaster == nil else { throw error }
                return
            }
        }
        guard let pid = postmaster else { return }
        kill(pid, SIGKILL)
    }

    /// The pid of the postmaster; `nil` if it isn't running.
    package var postmaster: Int32? {
        guard let file = FileManager.default.contents(atPath: "\(folder)/data/postmaster.pid") else { return nil }
        return String(decoding: file, as: UTF8.self).split(separator: "\n").first.flatMap { Int32($0) }
    }

    /// The server's log.
    package nonisolated var log: String {
        FileManager.default.contents(atPath: "\(folder)/log").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Creates an empty database, named after the test.
    ///
    /// It is removed with the cluster, or earlier by `drop()`.
    package func database(function: String = #function) async throws -> TestDatabase {
        let number = Self.databases.add(1, ordering: .relaxed).newValue
        let words = function.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        let database = TestDatabase(cluster: self, name: "t\(number)_\(String(words.prefix(40)))")
        try await administer("CREATE DATABASE \(PostgresIdentifier.quoted(database.name)) TEMPLATE template0")
        return database
    }

    /// Runs `body` with a new database, then drops the database.
    package func withDatabase<Answer: Sendable>(
        function: String = #function, _ body: @Sendable (TestDatabase) async throws -> Answer
    ) async throws -> Answer {
        let database = try await database(function: function)
        let answer = try await body(database)
        try await database.drop()
        return answer
    }

    /// A connection string of the cluster; `postgres` needs no password.
    package nonisolated func url(database: String, user: String = "postgres", password: String? = nil) -> Secret {
        Secret("postgresql://\(user)\(password.map { ":\($0)" } ?? "")@\(address):\(port)/\(database)")
    }

    /// A connection string for the test itself, which no injected fault affects.
    nonisolated func ownURL(database: String) -> Secret {
        // A long timeout, because all tests start at the same time.
        let parameters = "connect_timeout=60&target_session_attrs=\(place.primary == nil ? "read-write" : "any")"
        guard place.host != nil else { return Secret("\(url(database: database).revealed)?\(parameters)") }
        return Secret("postgresql://postgres@/\(database)?host=\(socketFolder)&port=\(port)&\(parameters)")
    }

    /// Runs a statement as the superuser in the database `postgres`.
    package func administer(_ sql: String) async throws {
        let connection = try await PostgresConnection.connect(
            PostgresOptions(url: ownURL(database: "postgres"), applicationName: "testkit"))
        // Databases can't be created within a transaction.
        try await connection.executeScript(Statement(name: "administer", text: sql))
        await connection.close()
    }

    /// Runs `pg_ctl` on the data folder.
    func control(_ verb: String, _ options: String...) throws {
        try programs.run("pg_ctl", ["-D", "\(folder)/data", "-w", "-s", verb] + options, home: folder)
    }
}
