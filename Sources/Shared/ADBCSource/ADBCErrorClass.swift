import CADBC
import RowSource

/// Maps a driver's error to a kind of error.
///
/// Codes come first, the system's own before SQLSTATE, because drivers use one status for many errors.
enum ADBCErrorClass {
    /// - Parameter vendorCode: for Snowflake only; `nil` for other systems, whose numbers mean other things.
    static func kind(status: AdbcStatusCode, sqlState: String, vendorCode: Int?, message: String) -> SourceError.Kind {
        if let vendorCode, let kind = SnowflakeCode.kind(vendorCode) { return kind }
        if let kind = bySQLState(sqlState, message) { return kind }
        if let kind = byMessage(message) { return kind }
        switch Int32(status) {
        case ADBC_STATUS_CANCELLED: return .cancelled
        case ADBC_STATUS_UNAUTHENTICATED, ADBC_STATUS_UNAUTHORIZED: return .authentication
        case ADBC_STATUS_NOT_FOUND: return .notFound
        case ADBC_STATUS_IO, ADBC_STATUS_TIMEOUT: return .connection
        case ADBC_STATUS_INVALID_DATA: return .value
        case ADBC_STATUS_INVALID_ARGUMENT, ADBC_STATUS_NOT_IMPLEMENTED, ADBC_STATUS_ALREADY_EXISTS,
            ADBC_STATUS_INTEGRITY:
            return .statement
        default: return .other
        }
    }

    private static func bySQLState(_ state: String, _ message: String) -> SourceError.Kind? {
        switch state {
        case "42S02", "42S22", "42P01", "42703", "3F000", "3D000": return .notFound
        case "57014", "HY008", "70100": return TimeLimit.isTold(by: message) ? .timeLimit : .cancelled
        case "HYT00": return .timeLimit
        case "57P01", "57P02", "57P03", "HYT01": return .connection
        default: break
        }
        switch state.prefix(2) {
        case "28": return .authentication
        case "08": return LoginRefusal.isTold(by: message) ? .authentication : .connection
        case "42": return LoginRefusal.isTold(by: message) ? .authentication : .statement
        case "22": return .value
        default: return nil
        }
    }

    /// Classifies the messages of drivers without codes: libpq's and SQLite's.
    private static func byMessage(_ message: String) -> SourceError.Kind? {
        if LoginRefusal.isTold(by: message) { return .authentication }
        if TimeLimit.isTold(by: message) { return .timeLimit }
        if message.contains("no such table") || message.contains("no such column") { return .notFound }
        if message.contains("syntax error") || message.contains("unrecognized token") { return .statement }
        if message.contains("unable to open database") || message.contains("Failed to connect") { return .connection }
        if message.contains("file is not a database") || message.contains("database disk image is malformed") {
            return .connection
        }
        if message.contains("no such module") { return .statement }
        // SQLite's driver has one status for all errors of a running statement.
        if message.contains("Failed to step query"), !["disk I/O", "locked", "busy"].contains(where: message.contains) {
            return .other
        }
        let isLost = [
            "server closed the connection", "connection not open", "terminating connection",
            "no connection to the server",
            "could not receive data", "connection reset", "unexpected EOF", "broken pipe", "SSL SYSCALL error",
        ].contains { message.contains($0) }
        return isLost ? .connection : nil
    }
}
