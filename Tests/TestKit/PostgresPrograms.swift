// Foundation: FileManager lists folders, ProcessInfo reads the environment.
import Foundation
import Glibc

/// PostgreSQL's programs on this machine, and the user that runs them, because they refuse root.
struct PostgresPrograms: Sendable {
    /// The folder with `initdb`, `pg_ctl` and the other programs.
    let folder: String
    /// The prefix of all commands.
    let prefix: [String]

    /// The programs of the highest version installed, or in the folder named by SNOWMELT_TEST_POSTGRES.
    ///
    /// All of them run on `host` and under `surroundings`.
    static func installed(on host: TestNetwork.Host? = nil, under surroundings: [Surrounding] = []) throws
        -> PostgresPrograms
    {
        let root = "/usr/lib/postgresql"
        let versions =
            FileManager.default.fileExists(atPath: root)
            ? try FileManager.default.contentsOfDirectory(atPath: root).compactMap(Int.init).sorted(by: >) : []
        var candidates = versions.map { "\(root)/\($0)/bin" }
        if let chosen = ProcessInfo.processInfo.environment["SNOWMELT_TEST_POSTGRES"] { candidates = [chosen] }
        if candidates.isEmpty {
            candidates = [try Command.output(of: ["/usr/bin/env", "pg_config", "--bindir"])]
        }
        guard let folder = candidates.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") })
        else { throw TestKitError("PostgreSQL's server isn't installed: no initdb") }
        // Entering a host needs root's rights; files that libraries create must belong to the server's user.
        let prefix = (host?.inside.command ?? []) + asServer + surroundings.flatMap(\.command)
        return PostgresPrograms(folder: folder, prefix: prefix)
    }

    /// The prefix that makes the servers' user run a command.
    static let asServer =
        getuid() == 0
        ? ["/usr/bin/env", "setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []

    /// Creates a private folder, which contains one for the socket, owned by the user that runs the server.
    func makeFolder() throws -> String {
        let script = #"folder=$(mktemp -d /tmp/snowmelt-pg.XXXXXX) && mkdir "$folder/socket" && echo "$folder""#
        return try Command.output(of: prefix + ["/bin/sh", "-c", script])
    }

    /// Runs a program on the cluster in `home`, locking it meanwhile so that `Watchdog` waits for the program's end.
    func run(_ program: String, _ arguments: [String], home: String) throws {
        try runLocked(["\(folder)/\(program)"] + arguments, home)
    }

    /// Copies a data folder without a running server to the cluster in `home`.
    func copy(_ data: String, home: String) throws {
        try runLocked(["cp", "-a", data, "\(home)/data"], home)
    }

    private func runLocked(_ command: [String], _ home: String) throws {
        _ = try Command.output(of: prefix + ["flock", "-o", home] + command)
    }
}
