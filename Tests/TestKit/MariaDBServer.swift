import Glibc
import PinnedThread

/// A private MariaDB server, on a socket in its own folder and without a network port.
///
/// It stops and its folder is removed when the test process ends, however that ends. `root` needs no password.
package actor MariaDBServer {
    package nonisolated let socket: String

    /// The thread that waits for programs, so that the tests' own threads aren't blocked.
    private nonisolated let thread: PinnedThread
    private let folder: String
    private static let sharedStart = Task { try await MariaDBServer.start() }

    /// The server that the tests of this process share, started at first use.
    package static var shared: MariaDBServer {
        get async throws { try await sharedStart.value }
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private static func start() async throws -> MariaDBServer {
        let server = try MariaDBServer()
        try await server.start()
        return server
    }

    private init() throws {
        thread = try PinnedThread(name: "mariadb")
        folder = try Command.output(of: Self.user + ["/bin/sh", "-c", "mktemp -d /tmp/snowmelt-my.XXXXXX"])
        socket = "\(folder)/socket"
    }

    /// The command prefix that runs the server as a user other than root.
    private static var user: [String] {
        getuid() == 0 ? ["/usr/bin/env", "setpriv", "--reuid=mysql", "--regid=mysql", "--init-groups", "--"] : []
    }

    /// Starts the server through a shell that briefly outlives this process.
    ///
    /// The shell reads from a pipe whose other end only this process holds, then ends the server and removes its
    /// folder.
    private func start() async throws {
        let script = """
            trap '' INT TERM HUP
            trap "rm -rf '\(folder)'" EXIT
            cd '\(folder)' || exit 1
            mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db \
                --datadir='\(folder)/data' >install.log 2>&1
            mariadbd --no-defaults --datadir='\(folder)/data' --socket='\(socket)' --skip-networking \
                --pid-file='\(folder)/pid' --tmpdir='\(folder)' \
                --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M \
                --max-allowed-packet=1G --innodb-log-file-size=1500M >server.log 2>&1 &
            server=$!
            read -r nothing
            kill -9 $server
            wait $server
            """
        let pipe = try Command.pipeOfOurs()
        defer { close(pipe.reading) }
        try Command.start(Self.user + ["/bin/sh", "-c", script], input: pipe.reading, output: nil)
        try await eventually("MariaDB takes connections") {
            do {
                _ = try Command.output(
                    of: ["/usr/bin/env", "mariadb-admin", "--no-defaults", "-uroot", "-S", socket, "ping"])
                return true
            } catch {
                // Not yet.
                return false
            }
        }
    }
}
