// Foundation: JSON and HTTP, for tests alone.
import Foundation
import FoundationNetworking
import Glibc

/// A Snowflake that real drivers talk to, on a port of 127.0.0.1 of its own: `Tests/SnowflakeEmulator`.
///
/// It ends when nobody holds it any more, or with the test process.
package final class SnowflakeEmulator: Sendable {
    /// What goes wrong with a part of a result; the README of the emulator says how.
    package enum PartFault: String, Sendable {
        case cutAtMessage = "cut-at-message"
        case cutInHalf = "cut-in-half"
        case reset
        case forbidden = "403"
        case serverError = "500"
        case slow
    }

    /// What goes wrong with a statement.
    package enum StatementFault: Sendable {
        /// It fails with a code of Snowflake's, such as `000630`.
        case error(code: String, sqlstate: String)
        case serverError, reset, sessionExpired
        /// It runs, and the connection breaks in place of its answer.
        case lost
        /// It waits before it runs.
        case slow(seconds: Double)
    }

    /// Whose SQL it is.
    package enum Dialect: String, Sendable {
        case snowflake, duckdb
    }

    /// Why there is none here; nil where there is.
    package static let obstacle: String? =
        access("\(root)/.build/snowflake-emulator/complete", R_OK) == 0
        ? nil : "Snowflake's emulator isn't there: scripts/install-snowflake-emulator.sh fetches it from PyPI"

    package static let python = "\(root)/.build/snowflake-emulator/bin/python"
    /// Where its Python packages are.
    package static let folder = "\(root)/Tests/SnowflakeEmulator"

    package let port: Int
    private let program: Program
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Starts one; returns once it answers.
    ///
    /// - Parameters:
    ///   - script: statements in Snowflake's SQL to run first, in the database D1 and its schema PUBLIC.
    ///   - duckdbScript: the same in DuckDB's SQL, before them.
    ///   - firstRows: rows of a result in the answer itself.
    ///   - partRows: rows of each further part.
    ///   - options: more of the command line's.
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

    /// The lines of a config's `source` that lead to its database D1, indented by two.
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
          options: {adbc.snowflake.sql.client_option.request_timeout: 20s}
        """
    }

    package var pid: Int32 { program.pid }

    /// Ends it; how it ended.
    package func stop() async throws -> Program.Ending {
        program.signal(SIGTERM)
        return try await program.ending()
    }

    /// Waits for its end by itself.
    package func ending() async throws -> Program.Ending {
        try await program.ending()
    }

    /// From now on, parts of results meet this.
    ///
    /// - Parameters:
    ///   - part: from 1; nil is any. The rows of the answer itself are no part.
    ///   - times: how often; nil is always.
    ///   - statement: as LIKE of SQL, without case.
    ///   - tag: the query tag, likewise.
    package func set(
        _ fault: PartFault, part: Int? = nil, times: Int? = 1, statement: String = "%", tag: String = "%",
        seconds: Double = 3
    ) async throws {
        try await add(
            FaultRequest(
                fault: fault.rawValue, part: part, times: times, statementLike: statement, tagLike: tag,
                seconds: seconds))
    }

    /// From now on, statements meet this.
    package func set(
        _ fault: StatementFault, times: Int? = 1, statement: String = "%", tag: String = "%"
    ) async throws {
        var request = FaultRequest(fault: "", times: times, statementLike: statement, tagLike: tag)
        switch fault {
        case .error(let code, let sqlstate):
            (request.fault, request.code, request.sqlstate) = ("statement-error", code, sqlstate)
        case .serverError: request.fault = "statement-500"
        case .reset: request.fault = "statement-reset"
        case .sessionExpired: request.fault = "session-expired"
        case .lost: request.fault = "statement-lost"
        case .slow(let seconds): (request.fault, request.seconds) = ("statement-slow", seconds)
        }
        try await add(request)
    }

    /// Takes all faults back.
    package func clearFaults() async throws {
        _ = try await call("DELETE", "faults")
    }

    /// From now on, versions of a table are kept before each change, and AT and BEFORE read them.
    ///
    /// - Parameter table: `DATABASE.SCHEMA.TABLE`, as the names are stored.
    package func keepVersions(of table: String) async throws {
        _ = try await call("POST", "versions", JSONEncoder().encode(["table": table]))
    }

    /// Runs SQL beside the drivers; the rows of the last statement as text.
    @discardableResult
    package func run(_ sql: String, dialect: Dialect = .snowflake) async throws -> [[String?]] {
        struct Answer: Decodable { var rows: [[String?]] }
        let body = try JSONEncoder().encode(["sql": sql, "dialect": dialect.rawValue])
        return try JSONDecoder().decode(Answer.self, from: try await call("POST", "sql", body)).rows
    }

    /// The statements that it has seen, oldest first.
    ///
    /// - Parameters:
    ///   - sql: as LIKE of SQL, without case.
    ///   - tag: the query tag, likewise.
    package func statements(like sql: String = "%", tag: String = "%") async throws -> [EmulatedStatement] {
        let data = try await call("GET", "statements", query: ["sql": sql, "tag": tag])
        return try JSONDecoder().decode([EmulatedStatement].self, from: data)
    }

    /// Who has logged in so far, oldest first.
    package func logins() async throws -> [EmulatedLogin] {
        try JSONDecoder().decode([EmulatedLogin].self, from: try await call("GET", "logins"))
    }

    /// The most sessions that drivers have had at a time.
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

        enum CodingKeys: String, CodingKey {
            case fault, part, times, seconds, code, sqlstate
            case statementLike = "statement_like"
            case tagLike = "tag_like"
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(fault, forKey: .fault)
            try fields.encode(part, forKey: .part)
            // nil is null: always.
            try fields.encode(times, forKey: .times)
            try fields.encode(statementLike, forKey: .statementLike)
            try fields.encode(tagLike, forKey: .tagLike)
            try fields.encode(seconds, forKey: .seconds)
            try fields.encode(code, forKey: .code)
            try fields.encode(sqlstate, forKey: .sqlstate)
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
