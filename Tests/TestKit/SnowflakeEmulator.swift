// Foundation: JSON and HTTP, only for tests.
import Foundation
import FoundationNetworking
import Glibc

/// An emulated Snowflake for real drivers, on its own port of 127.0.0.1: `Tests/SnowflakeEmulator`.
///
/// It ends when it is released, or with the test process.
package final class SnowflakeEmulator: Sendable {
    /// A fault in a part of a result; the emulator's README explains each.
    package enum PartFault: String, Sendable {
        case cutAtMessage = "cut-at-message"
        case cutInHalf = "cut-in-half"
        case reset
        case forbidden = "403"
        case serverError = "500"
        case slow
    }

    /// A fault in a statement.
    package enum StatementFault: Sendable {
        /// It fails with a Snowflake error code, such as `000630`.
        case error(code: String, sqlstate: String, message: String = "A fault was asked for")
        case serverError, reset, sessionExpired
        /// It runs, but the connection breaks before its answer.
        case lost
        /// It waits before it runs.
        case slow(seconds: Double)
    }

    /// The SQL dialect.
    package enum Dialect: String, Sendable {
        case snowflake, duckdb
    }

    /// The reason why the emulator isn't available on this machine; `nil` if it is.
    package static let obstacle: String? =
        access("\(root)/.build/snowflake-emulator/complete", R_OK) == 0
        ? nil : "the Snowflake emulator is missing: scripts/install-snowflake-emulator.sh downloads it from PyPI"

    package static let python = "\(root)/.build/snowflake-emulator/bin/python"
    /// The folder of its Python package.
    package static let folder = "\(root)/Tests/SnowflakeEmulator"

    package let port: Int
    private let program: Program
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Starts an emulator; returns once it answers.
    ///
    /// - Parameters:
    ///   - script: initial statements in Snowflake's SQL, in the database D1 and its schema PUBLIC.
    ///   - duckdbScript: initial statements in DuckDB's SQL, which run before `script`.
    ///   - firstRows: the number of a result's rows in the answer itself.
    ///   - partRows: the number of rows in each further part.
    ///   - options: further command-line options.
    package static func start(
        script: String = "", duckdbScript: String = "", firstRows: Int = 1000, partRows: Int = 100_000,
        options: [String] = []
    ) async throws -> SnowflakeEmulator {
        let files = try TestFolder()
        let arguments = [
            "-B", "-m", "snowflake_emulator", "--parent", "\(getpid())", "--first-rows", "\(firstRows)",
            "--part-rows", "\(partRows)", "--script", try files.write("script.sql", script),
            "--duckdb-script", try files.write("duckdb.sql", duckdbScript),
        ]
        let program = try Program(python, arguments + options, directory: folder)
        try await eventually("the Snowflake emulator is ready") {
            guard program.isRunning else {
                let ending = try await program.ending()
                throw TestKitError("the Snowflake emulator has ended:\n\(ending.standardError)")
            }
            return program.standardOutput.hasSuffix("\n")
        }
        struct Ready: Decodable { var port: Int }
        let ready = try JSONDecoder().decode(Ready.self, from: Data(program.standardOutput.utf8))
        return SnowflakeEmulator(port: ready.port, program: program)
    }

    private init(port: Int, program: Program) {
        self.port = port
        self.program = program
    }

    /// The lines of a config's `source` section for its database D1, indented by two.
    package var settings: String {
        """
          type: snowflake
          account: emulator
          user: loader
          password: any
          host: 127.0.0.1
          port: \(port)
          protocol: http
          database: D1
          schema: PUBLIC
          warehouse: LOADING
          driver_path: \(ADBCDriver.snowflake.path)
          request_timeout_seconds: 20
        """
    }

    package var pid: Int32 { program.pid }

    /// Ends it; returns how it ended.
    package func stop() async throws -> Program.Ending {
        program.signal(SIGTERM)
        return try await program.ending()
    }

    /// Waits until it ends by itself.
    package func ending() async throws -> Program.Ending {
        try await program.ending()
    }

    /// From now on, injects a fault into parts of results.
    ///
    /// - Parameters:
    ///   - part: the part's number from 1; `nil` for any. The rows in the answer itself aren't a part.
    ///   - times: how often; `nil` for always.
    ///   - statement: a LIKE pattern for the statement, ignoring letter case.
    ///   - tag: a LIKE pattern for the query tag, ignoring letter case.
    package func set(
        _ fault: PartFault, part: Int? = nil, times: Int? = 1, statement: String = "%", tag: String = "%",
        seconds: Double = 3
    ) async throws {
        try await add(
            FaultRequest(
                fault: fault.rawValue, part: part, times: times, statementLike: statement, tagLike: tag,
                seconds: seconds))
    }

    /// From now on, injects a fault into statements.
    package func set(
        _ fault: StatementFault, times: Int? = 1, statement: String = "%", tag: String = "%"
    ) async throws {
        var request = FaultRequest(fault: "", times: times, statementLike: statement, tagLike: tag)
        switch fault {
        case .error(let code, let sqlstate, let message):
            request.fault = "statement-error"
            (request.code, request.sqlstate, request.message) = (code, sqlstate, message)
        case .serverError: request.fault = "statement-500"
        case .reset: request.fault = "statement-reset"
        case .sessionExpired: request.fault = "session-expired"
        case .lost: request.fault = "statement-lost"
        case .slow(let seconds): (request.fault, request.seconds) = ("statement-slow", seconds)
        }
        try await add(request)
    }

    /// From now on, refuses logins with a Snowflake error code, such as `390318`.
    package func refuseLogins(code: String, message: String = "A fault was asked for", times: Int? = nil) async throws {
        var request = FaultRequest(fault: "login-refused", times: times, statementLike: "%", tagLike: "%")
        (request.code, request.sqlstate, request.message) = (code, "08001", message)
        try await add(request)
    }

    /// Clears all faults.
    package func clearFaults() async throws {
        _ = try await call("DELETE", "faults")
    }

    /// From now on, keeps the versions of a table before each change, which AT and BEFORE read.
    ///
    /// - Parameter table: `DATABASE.SCHEMA.TABLE`, spelled as stored.
    package func keepVersions(of table: String) async throws {
        _ = try await call("POST", "versions", JSONEncoder().encode(["table": table]))
    }

    /// Runs SQL without a driver; returns the rows of the last statement as text.
    @discardableResult
    package func run(_ sql: String, dialect: Dialect = .snowflake) async throws -> [[String?]] {
        struct Answer: Decodable { var rows: [[String?]] }
        let body = try JSONEncoder().encode(["sql": sql, "dialect": dialect.rawValue])
        return try JSONDecoder().decode(Answer.self, from: try await call("POST", "sql", body)).rows
    }

    /// The statements that it has recorded, oldest first.
    ///
    /// - Parameters:
    ///   - sql: a LIKE pattern for the statement, ignoring letter case.
    ///   - tag: a LIKE pattern for the query tag, ignoring letter case.
    package func statements(like sql: String = "%", tag: String = "%") async throws -> [EmulatedStatement] {
        let data = try await call("GET", "statements", query: ["sql": sql, "tag": tag])
        return try JSONDecoder().decode([EmulatedStatement].self, from: data)
    }

    /// The logins so far, oldest first.
    package func logins() async throws -> [EmulatedLogin] {
        try JSONDecoder().decode([EmulatedLogin].self, from: try await call("GET", "logins"))
    }

    /// The maximum number of concurrent sessions of drivers.
    package func peakSessions() async throws -> Int {
        struct State: Decodable {
            var peakSessions: Int
            enum CodingKeys: String, CodingKey { case peakSessions = "peak_sessions" }
        }
        return try JSONDecoder().decode(State.self, from: try await call("GET", "state")).peakSessions
    }

    private struct FaultRequest: Encodable {
        var fault: String
        var part: Int?
        var times: Int?
        var statementLike: String
        var tagLike: String
        var seconds: Double = 3
        var code = "000603"
        var sqlstate = "XX000"
        var message = "A fault was asked for"

        enum CodingKeys: String, CodingKey {
            case fault, part, times, seconds, code, sqlstate, message
            case statementLike = "statement_like"
            case tagLike = "tag_like"
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(fault, forKey: .fault)
            try fields.encode(part, forKey: .part)
            // `nil` becomes null, which means always.
            try fields.encode(times, forKey: .times)
            try fields.encode(statementLike, forKey: .statementLike)
            try fields.encode(tagLike, forKey: .tagLike)
            try fields.encode(seconds, forKey: .seconds)
            try fields.encode(code, forKey: .code)
            try fields.encode(sqlstate, forKey: .sqlstate)
            try fields.encode(message, forKey: .message)
        }
    }

    private func add(_ request: FaultRequest) async throws {
        _ = try await call("POST", "faults", JSONEncoder().encode(request))
    }

    private func call(
        _ method: String, _ path: String, _ body: Data? = nil, query: [String: String] = [:]
    ) async throws -> Data {
        var address = URLComponents()
        (address.scheme, address.host, address.port) = ("http", "127.0.0.1", port)
        address.path = "/emulator/\(path)"
        address.queryItems = query.isEmpty ? nil : query.map { URLQueryItem(name: $0.key, value: $0.value) }
        guard let url = address.url else { throw TestKitError("no URL for \(path)") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw TestKitError("the Snowflake emulator: \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }
}
