// Foundation: Process is there and nowhere else.
import Foundation
import Glibc

/// PostgreSQL's programs on this machine, and the user that runs them: not root, which they refuse.
struct PostgresPrograms: Sendable {
    /// The folder with `initdb`, `pg_ctl` and the rest.
    let folder: String
    /// What comes before a command.
    let prefix: [String]

    static func installed() throws -> PostgresPrograms {
        let root = "/usr/lib/postgresql"
        let versions =
            FileManager.default.fileExists(atPath: root)
            ? try FileManager.default.contentsOfDirectory(atPath: root).compactMap(Int.init).sorted(by: >) : []
        var candidates = versions.map { "\(root)/\($0)/bin" }
        if candidates.isEmpty {
            candidates = [try output(of: ["/usr/bin/env", "pg_config", "--bindir"])]
        }
        guard let folder = candidates.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") })
        else { throw TestKitError("PostgreSQL's server isn't installed: no initdb") }
        let prefix =
            getuid() == 0
            ? ["/usr/bin/env", "setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []
        return PostgresPrograms(folder: folder, prefix: prefix)
    }

    /// Makes a private folder, with one for the socket in it, owned by the user that runs the server.
    func makeFolder() throws -> String {
        let script = #"folder=$(mktemp -d /tmp/snowmelt-pg.XXXXXX) && mkdir "$folder/socket" && echo "$folder""#
        return try Self.output(of: prefix + ["/bin/sh", "-c", script])
    }

    func run(_ program: String, _ arguments: [String], in directory: String) throws {
        _ = try Self.output(of: prefix + ["\(folder)/\(program)"] + arguments, in: directory)
    }

    /// Runs a command; throws what it printed when it fails.
    private static func output(of command: [String], in directory: String = "/") throws -> String {
        // A file and not a pipe: the server inherits it and would keep a pipe open.
        var template = Array("/tmp/snowmelt-out.XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw TestKitError("no temporary file: errno \(errno)") }
        unlink(template)
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        try handle.seek(toOffset: 0)
        let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard process.terminationStatus == 0 else {
            throw TestKitError("\(command.joined(separator: " ")) failed: \(text)")
        }
        return text
    }
}
