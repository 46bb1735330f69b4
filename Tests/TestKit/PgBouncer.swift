// Foundation: writing the settings.
import Foundation
import Glibc
package import Model
import Synchronization

/// PgBouncer in front of a cluster, on its own port of 127.0.0.1, so that transactions share a few connections.
///
/// Only the superuser can use it. Each transaction gets the connection that has been idle longest. It ends when it is
/// released, or when the test process ends.
package final class PgBouncer: Sendable {
    package enum StopMode: Sendable {
        /// Connections break at once, with the pooler's message.
        case fast
        /// SIGKILL: connections break without a message.
        case kill
    }

    /// The reason why PgBouncer isn't available on this machine; `nil` if it is.
    package static let obstacle: String? =
        access(executable, X_OK) == 0 ? nil : "Debian's package pgbouncer isn't installed"

    package let port: Int
    private let folder: String
    private let program = Mutex<Program?>(nil)
    private static let executable = "/usr/sbin/pgbouncer"

    /// - Parameters:
    ///   - poolSize: the number of connections to each database.
    ///   - mode: `transaction`, `session` or `statement`.
    package static func start(
        for cluster: PostgresCluster, poolSize: Int = 20, mode: String = "transaction"
    ) async throws -> PgBouncer {
        let bouncer = try PgBouncer(cluster, poolSize: poolSize, mode: mode)
        try await bouncer.start()
        return bouncer
    }

    private init(_ cluster: PostgresCluster, poolSize: Int, mode: String) throws {
        port = try freePort()
        folder = try PostgresPrograms.installed().makeFolder()
        try Watchdog.start("kill -9 $(cat '\(folder)/pid'); rm -rf '\(folder)'")
        let settings = """
            [databases]
            * = host=127.0.0.1 port=\(cluster.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = trust
            auth_file = \(folder)/users
            pool_mode = \(mode)
            default_pool_size = \(poolSize)
            server_round_robin = 1
            max_client_conn = 500
            ignore_startup_parameters = extra_float_digits,options
            logfile = \(folder)/log
            pidfile = \(folder)/pid

            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: "\(folder)/settings"))
        try Data("\"postgres\" \"\"\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/users"))
        // Readable for the servers' user, who owns the folder.
        chmod("\(folder)/settings", 0o644)
        chmod("\(folder)/users", 0o644)
    }

    /// Starts it again after `stop`, on the same port; returns once it accepts connections.
    package func start() async throws {
        let program = try Program(
            Self.executable, ["-q", "\(folder)/settings"], directory: "/",
            under: [Surrounding(command: PostgresPrograms.asServer)])
        self.program.withLock { $0 = program }
        try await eventually("pgbouncer takes connections") {
            guard program.isRunning else { throw TestKitError("pgbouncer has ended:\n\(program.standardError)") }
            return isListening(port: port)
        }
    }

    /// Stops it; returns once it is gone.
    package func stop(mode: StopMode = .fast) async throws {
        guard let program = program.withLock({ $0 }) else { return }
        program.signal(mode == .kill ? SIGKILL : SIGTERM)
        _ = try await program.ending()
        unlink("\(folder)/pid")
    }

    /// A connection string through the pooler, as superuser.
    package func url(of database: TestDatabase) -> Secret {
        Secret("postgresql://postgres@127.0.0.1:\(port)/\(database.name)")
    }
}
