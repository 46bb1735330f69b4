import Postgres
import RowSource

extension SourceError {
    /// Converts an error from PostgreSQL into an error of the source.
    init(_ error: PostgresError) {
        let hint = error.hint.map { " \($0)" } ?? ""
        self.init(
            Self.kind(of: error), operation: "\(error.statement), \(error.operation)", sqlState: error.sqlState,
            message: error.message + hint, advice: Self.advice(on: error))
    }

    /// Advice that the kind of an error of the source alone doesn't give.
    private static func advice(on error: PostgresError) -> String? {
        switch (error.kind, error.sqlState) {
        case (.options, _): "Correct source.url: a libpq URL, postgresql://user@host:port/database?parameter=value."
        case (.untrusted, _):
            "Check sslmode, sslrootcert and the host name in source.url, and the server's certificate."
        case (.standby, _): "Leave target_session_attrs out of source.url; a standby can be read."
        case (_, "3D000"): "Check the database in source.url."
        default: nil
        }
    }

    private static func kind(of error: PostgresError) -> Kind {
        switch error.kind {
        case .unreachable, .standby, .untrusted, .connectionLost, .deadline: .connection
        // Like a wrong password, an invalid URL prevents any connection.
        case .authentication, .options: .authentication
        case .cancelled: TimeLimit.isTold(by: error.message) ? .timeLimit : .cancelled
        case .value, .misuse: .other
        case .limited: .statement
        case .noThread: .noThread
        // While connecting, it is the database's CONNECT privilege that is missing.
        case .server where error.statement == "connect" && error.sqlState == "42501": .authentication
        case .server: error.sqlState.map(kind(ofState:)) ?? .other
        }
    }

    private static func kind(ofState state: String) -> Kind {
        switch state {
        // The table, schema, column, function or database doesn't exist.
        case "42P01", "3F000", "42703", "42883", "3D000": .notFound
        // Too many clients, or the server is starting or shutting down.
        case "53300", "57P01", "57P02", "57P03": .connection
        // A snapshot that is too old stays too old.
        case "72000", "55000": .statement
        default:
            switch state.prefix(2) {
            case "08": .connection
            case "28": .authentication
            case "22": .value
            case "0A", "25", "42", "44", "54": .statement
            default: .other
            }
        }
    }
}
