// Foundation: Process is there and nowhere else.
import Foundation

/// A program that runs beside the test, its output kept in files.
package final class Program: Sendable {
    /// How a program ended.
    package struct Ending: Sendable {
        /// The exit code; nil when a signal ended it.
        package var code: Int32?
        package var standardOutput: String
        package var standardError: String
    }

    package let pid: Int32
    private let process: Process
    private let output: String
    private let errors: String

    /// Starts one of our programs, from the folder that the tests were built into, or any by its path.
    package init(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], directory: String
    ) throws {
        output = try Self.temporaryFile()
        errors = try Self.temporaryFile()
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path(of: name))
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        pid = process.processIdentifier
    }

    deinit {
        if process.isRunning { kill(pid, SIGKILL) }
        unlink(output)
        unlink(errors)
    }

    /// Runs a program to its end.
    package static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], directory: String = "/",
        timeout: Duration = .seconds(120)
    ) async throws -> Ending {
        try await Program(name, arguments, environment: environment, directory: directory).ending(within: timeout)
    }

    package var isRunning: Bool { process.isRunning }

    package func signal(_ signal: Int32) { kill(pid, signal) }

    /// What it has printed to stderr so far.
    package var standardError: String { Self.text(errors) }

    /// Waits for its end.
    package func ending(within timeout: Duration = .seconds(120)) async throws -> Ending {
        do {
            try await eventually("\(process.executableURL?.lastPathComponent ?? "program") ends", within: timeout) {
                !process.isRunning
            }
        } catch {
            kill(pid, SIGKILL)
            throw TestKitError("\(error)\n\(standardError)")
        }
        return Ending(
            code: process.terminationReason == .exit ? process.terminationStatus : nil,
            standardOutput: Self.text(output), standardError: standardError)
    }

    private static func path(of name: String) -> String {
        guard !name.hasPrefix("/") else { return name }
        for folder in ["/usr/bin", "/bin", "/usr/sbin"] where !name.hasPrefix("snowmelt") {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent(name).path
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
