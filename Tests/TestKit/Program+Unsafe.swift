// Foundation: reading files. Its Process isn't used; see Command.
import Foundation
import Glibc
import Synchronization

/// A program that runs in parallel to the test, with its output in files.
package final class Program: Sendable {
    /// How a program ended.
    package struct Ending: Sendable {
        /// The exit code; `nil` if a signal ended it.
        package var code: Int32?
        package var standardOutput: String
        package var standardError: String
    }

    package let pid: Int32
    private let name: String
    private let output: String
    private let errors: String
    /// The status from waitpid, once the program has ended.
    private let status = Mutex<Int32?>(nil)
    private let isAwaited = Atomic<Bool>(false)

    /// Starts one of our programs from the tests' build folder, or any program by its path.
    package init(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], directory: String,
        under surroundings: [Surrounding] = []
    ) throws {
        self.name = name
        output = try Self.temporaryFile()
        errors = try Self.temporaryFile()
        let path = try Self.path(of: name)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY, 0)
        let command = surroundings.flatMap(\.command) + [path] + arguments
        pid = try Command.spawn(
            ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, directory] + command, &actions, environment: environment)
    }

    deinit {
        // Nobody waited for its end: perhaps the test failed before, and the output tells why.
        if !isAwaited.load(ordering: .relaxed), isRunning || wasRefused { print("\(name) said:\n\(standardError)") }
        // SIGTERM first, because a killed coordinator leaves its workers behind.
        if isRunning {
            kill(pid, SIGTERM)
            kill(pid, SIGCONT)
        }
        for _ in 0..<500 where isRunning { poll(nil, 0, 20) }
        if isRunning {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        unlink(output)
        unlink(errors)
    }

    /// Runs a program to its end.
    package static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], directory: String = "/",
        under surroundings: [Surrounding] = [], timeout: Duration = .seconds(300)
    ) async throws -> Ending {
        let program = try Program(
            name, arguments, environment: environment, directory: directory, under: surroundings)
        return try await program.ending(within: timeout)
    }

    package var isRunning: Bool {
        status.withLock { status in
            var now: Int32 = 0
            if status == nil, waitpid(pid, &now, WNOHANG) == pid { status = now }
            return status == nil
        }
    }

    package func signal(_ signal: Int32) {
        if isRunning { kill(pid, signal) }
    }

    /// Its output on stdout so far.
    package var standardOutput: String { Self.text(output) }

    /// Its output on stderr so far.
    package var standardError: String { Self.text(errors) }

    /// Waits for its end.
    package func ending(within timeout: Duration = .seconds(300)) async throws -> Ending {
        isAwaited.store(true, ordering: .relaxed)
        do {
            try await eventually("\(name) ends", within: timeout) { !isRunning }
        } catch {
            throw TestKitError("\(error)\n\(standardError)")
        }
        let status = status.withLock { $0 } ?? 0
        return Ending(
            code: status & 0x7f == 0 ? (status >> 8) & 0xff : nil, standardOutput: Self.text(output),
            standardError: standardError)
    }

    /// Whether it ended by itself with a code other than 0.
    private var wasRefused: Bool {
        status.withLock { status in status.map { $0 & 0x7f == 0 && $0 != 0 } ?? false }
    }

    /// The path of one of our programs, or of a system program.
    package static func path(of name: String) throws -> String {
        guard !name.hasPrefix("/") else { return name }
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let ours = tests.deletingLastPathComponent().path
        guard
            let path = [ours, "/usr/bin", "/bin", "/usr/sbin"].map({ "\($0)/\(name)" })
                .first(where: FileManager.default.isExecutableFile)
        else { throw TestKitError("there is no program \(name)") }
        return path
    }

    private static func temporaryFile() throws -> String {
        var template = Array("/tmp/snowmelt-test.XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw TestKitError("no temporary file: errno \(errno)") }
        close(file)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func text(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
