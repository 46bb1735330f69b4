import RowSource

/// Maps an SQLSTATE to a kind of error.
enum ODBCErrorClass {
    static func kind(sqlState: String, message: String) -> SourceError.Kind {
        if isMissingDriver(sqlState: sqlState, message: message) { return .driverMissing }
        // MariaDB's driver has several states for it.
        if ["HY", "57", "70"].contains(sqlState.prefix(2)), TimeLimit.isTold(by: message) { return .timeLimit }
        switch sqlState {
        case "42S02", "42S22", "42P01", "42703", "S0002", "S0022", "3F000": return .notFound
        case "HY008", "57014", "70100": return .cancelled
        case "HYT00": return .timeLimit
        case "HYT01", "HY018", "57P01", "57P02", "57P03": return .connection
        case "HY000", "S1000": return byMessage(message)
        default: break
        }
        return switch sqlState.prefix(2) {
        case "28": .authentication
        // psqlODBC has no other state for a refused login.
        case "08": LoginRefusal.isTold(by: message) ? .authentication : .connection
        // MariaDB's, for a user who may not use the database.
        case "42": LoginRefusal.isTold(by: message) ? .authentication : .statement
        case "37", "07", "24": .statement
        case "22": .value
        default: .other
        }
    }

    /// IM002, IM003, or unixODBC's 01000 for a library that can't be opened.
    static func isMissingDriver(sqlState: String, message: String) -> Bool {
        switch sqlState {
        case "IM002", "IM003", "IM004", "IM005": true
        case "01000": message.contains("Can't open lib") || message.contains("file not found")
        default: false
        }
    }

    /// MariaDB's driver has states of its own for some of these, and the general one for others.
    private static func isLostConnection(_ message: String) -> Bool {
        [
            "Lost connection", "server has gone away", "Connection was killed", "Server shutdown in progress",
            "Write error: ", "Read error: ",
        ].contains { message.contains($0) }
    }

    /// SQLite's driver has one state for everything; the messages are SQLite's own and stable.
    private static func byMessage(_ message: String) -> SourceError.Kind {
        if LoginRefusal.isTold(by: message) { return .authentication }
        if message.contains("no such table") || message.contains("no such column") { return .notFound }
        if ["syntax error", "unrecognized token", "no such module"].contains(where: message.contains) {
            return .statement
        }
        if message.contains("interrupted") { return .cancelled }
        if message.contains("unable to open database") || message.contains("connect failed") { return .connection }
        return isLostConnection(message) ? .connection : .other
    }
}
