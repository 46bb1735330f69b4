// Foundation: FileHandle reads the output. Its Process isn't used, because it also waits for processes that inherit
// from the child, such as servers.
import Foundation
import Glibc
import Synchronization

/// Runs commands in the folder `/`.
enum Command {
    /// Held while a child starts, and while a new pipe isn't closed to children yet: a child that inherits an end by
    /// chance would keep it open.
    private static let starting = Mutex(())

    /// Creates a pipe that a child inherits only if it is passed explicitly.
    static func pipeOfOurs() throws -> (reading: Int32, writing: Int32) {
        try starting.withLock { _ in
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw TestKitError("no pipe: errno \(errno)") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
    }

    /// Runs `body` while no child can inherit a file or an end of a pipe by chance.
    static func whileNoPipeIsOpen<Answer>(_ body: () -> Answer) -> Answer {
        starting.withLock { _ in body() }
    }

    /// Starts a child that inherits no pipe by chance and no blocked signals from the test's thread; returns its pid.
    ///
    /// - Parameters:
    ///   - command: the path and the arguments.
    ///   - variables: variables to add to this process's environment.
    static func spawn(
        _ command: [String], _ actions: inout posix_spawn_file_actions_t, environment variables: [String: String] = [:]
    ) throws -> Int32 {
        // The tests' own variables aren't the programs'.
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SNOWMELT_") }
        let variables = inherited.merging(variables) { _, new in new }
        let words = command.map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: Int32 = 0
        let code = whileNoPipeIsOpen { posix_spawn(&child, command[0], &actions, &attributes, words, settings) }
        guard code == 0 else { throw TestKitError("\(command.joined(separator: " ")) can't start: error \(code)") }
        return child
    }

    /// Runs a command to its end; returns its output, which is also the error's message if it fails.
    static func output(of command: [String]) throws -> String {
        // A file instead of a pipe, because a server that the command starts would keep a pipe open.
        var template = Array("/tmp/snowmelt-out.XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw TestKitError("no temporary file: errno \(errno)") }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        unlink(template)
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        let child = try start(command, input: nil, output: file)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw TestKitError("\(command) got lost: errno \(errno)") }
        }
        try handle.seek(toOffset: 0)
        let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard status == 0 else {
            throw TestKitError("\(command.joined(separator: " ")) failed: \(text)")
        }
        return text
    }

    /// Starts a command in the background; returns its pid.
    ///
    /// `nil` stands for `/dev/null`.
    @discardableResult
    static func start(_ command: [String], input: Int32?, output: Int32?) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        posix_spawn_file_actions_adddup2(&actions, input ?? null, 0)
        posix_spawn_file_actions_adddup2(&actions, output ?? null, 1)
        posix_spawn_file_actions_adddup2(&actions, output ?? null, 2)
        return try spawn(["/bin/sh", "-c", #"cd / && exec "$@""#, "sh"] + command, &actions)
    }
}
