// Foundation: FileManager and String read and write the server's files.
import Foundation
import Glibc
package import Model
import PinnedThread
import Postgres
import Synchronization

/// A PostgreSQL cluster of the tests' own: on a free port of 127.0.0.1 and a socket in its private folder.
///
/// It stops and its folder goes when the test process ends, however that ends. Tests share `shared`; those that stop
/// or kill the server start one of their own.
///
/// The role `postgres` needs no password, all others do (SCRAM).
package actor PostgresCluster {
    package enum StopMode: String, Sendable {
        case smart, fast, immediate
        /// SIGKILL to the postmaster; its children notice by themselves.
        case kill
    }

    package nonisolated let port: Int
    /// Where the Unix socket is: `host=` of a connection string.
    package nonisolated let socketFolder: String
    nonisolated let folder: String

    /// Where the programs are waited for, so that the tests' own threads go on.
    private nonisolated let thread = PinnedThread(name: "cluster")
    private let programs: PostgresPrograms
    private static let databases = Atomic<Int>(0)
    private static let sharedStart = Task { try await PostgresCluster.start() }

    /// The cluster that the tests of this process share, started when first asked for.
    package static var shared: PostgresCluster {
        get async throws { try await sharedStart.value }
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Starts another cluster.
    ///
    /// - Parameters:
    ///   - settings: lines of `postgresql.conf`.
    ///   - certificate: with one, TCP connections must use TLS.
    package static func start(
        settings: [String] = [], certificate: TestAuthority.Certificate? = nil
    ) async throws -> PostgresCluster {
        let cluster = try PostgresCluster()
        try await cluster.initialize(settings: settings, certificate: certificate)
        try await cluster.start()
        return cluster
    }

    private init() throws {
        programs = try PostgresPrograms.installed()
        folder = try programs.makeFolder()
        socketFolder = "\(folder)/socket"
        port = try freePort()
    }

    private func initialize(settings: [String], certificate: TestAuthority.Certificate?) throws {
        // First, so that a failure from here on leaves nothing behind either.
        try Watchdog.start(programs: programs, folder: folder)
        try programs.run(
            "initdb", ["-D", "\(folder)/data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"],
            home: folder)
        if let certificate {
            try write(certificate.certificate, to: "server.crt")
            try write(certificate.key, to: "server.key")
        }
        let lines =
            [
                "listen_addresses = '127.0.0.1'", "port = \(port)", "unix_socket_directories = '\(socketFolder)'",
                "fsync = off", "full_page_writes = off", "max_connections = 500", "shared_buffers = '64MB'",
                "ssl = \(certificate == nil ? "off" : "on")",
            ] + settings
        try write(lines.joined(separator: "\n") + "\n", to: "postgresql.auto.conf")
        let host = certificate == nil ? "host" : "hostssl"
        try write(
            """
            local all postgres trust
            \(host) all postgres 127.0.0.1/32 trust
            local all all scram-sha-256
            \(host) all all 127.0.0.1/32 scram-sha-256

            """, to: "pg_hba.conf")
    }

    /// Writes a file of the data folder, which belongs to the server and which no one else may read.
    private func write(_ text: String, to name: String) throws {
        let path = "\(folder)/data/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        var owner = stat()
        guard stat("\(folder)/data", &owner) == 0, chown(path, owner.st_uid, owner.st_gid) == 0 else {
            throw TestKitError("\(name) can't be handed to the server: errno \(errno)")
        }
    }

    /// Starts the server again after `stop`, on the same port; returns once it takes connections.
    package func start() async throws {
        // After a kill the last of the old server's children may hold its shared memory for a moment.
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            do {
                return try programs.run(
                    "pg_ctl", ["-D", "\(folder)/data", "-l", "\(folder)/log", "-w", "-s", "start"], home: folder)
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Stops the server; returns once it is gone.
    package func stop(mode: StopMode = .fast) throws {
        guard mode == .kill else {
            try programs.run("pg_ctl", ["-D", "\(folder)/data", "-m", mode.rawValue, "-w", "-s", "stop"], home: folder)
            return
        }
        guard let pid = postmaster else { return }
        kill(pid, SIGKILL)
    }

    /// The pid of the postmaster; nil when none runs.
    package var postmaster: Int32? {
        guard let file = FileManager.default.contents(atPath: "\(folder)/data/postmaster.pid") else { return nil }
        return String(decoding: file, as: UTF8.self).split(separator: "\n").first.flatMap { Int32($0) }
    }

    /// What the server has logged.
    package nonisolated var log: String {
        FileManager.default.contents(atPath: "\(folder)/log").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// A fresh, empty database, named after the test.
    ///
    /// It goes with the cluster, or earlier with `drop()`.
    package func database(function: String = #function) async throws -> TestDatabase {
        let number = Self.databases.add(1, ordering: .relaxed).newValue
        let words = function.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        let database = TestDatabase(cluster: self, name: "t\(number)_\(String(words.prefix(40)))")
        try await administer("CREATE DATABASE \(PostgresIdentifier.quoted(database.name)) TEMPLATE template0")
        return database
    }

    /// Runs `body` with a fresh database, and drops that.
    package func withDatabase<Answer: Sendable>(
        function: String = #function, _ body: @Sendable (TestDatabase) async throws -> Answer
    ) async throws -> Answer {
        let database = try await database(function: function)
        let answer = try await body(database)
        try await database.drop()
        return answer
    }

    /// A connection string of the cluster; no password for `postgres`.
    package nonisolated func url(database: String, user: String = "postgres", password: String? = nil) -> Secret {
        Secret("postgresql://\(user)\(password.map { ":\($0)" } ?? "")@127.0.0.1:\(port)/\(database)")
    }

    /// Runs a statement as the superuser in the database `postgres`.
    package func administer(_ sql: String) async throws {
        let connection = try await PostgresConnection.connect(
            PostgresOptions(url: url(database: "postgres"), applicationName: "testkit"))
        try await connection.execute(Statement(name: "administer", text: sql))
        await connection.close()
    }
}
