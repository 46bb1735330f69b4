import Model
import RowSource

/// Lets PostgreSQL's driver know the types of a server that quotes all names.
///
/// When it connects, it looks types up by the names of functions that the server prints, with `quote_all_identifiers` in
/// quotes: then it knows none, and gives all values as bytes. What it is told has to be there before it connects, so it
/// is in the address.
enum PlainNames {
    /// The options for a session that doesn't quote; nil where this one doesn't.
    static func options(_ session: ADBCSession, _ options: ADBCSource.Options) throws(SourceError) -> ADBCSource
        .Options?
    {
        guard session.family == .postgreSQL, try isQuoting(session), let address = options.database["uri"] else {
            return nil
        }
        guard let plain = plain(address.revealed) else {
            throw SourceError(
                .refused, operation: "connect",
                message:
                    "the server quotes all names (quote_all_identifiers = on), and its ADBC driver then knows no types",
                advice: "Add -c quote_all_identifiers=off to the options in source.options.uri.")
        }
        var options = options
        options.database["uri"] = Secret(plain)
        return options
    }

    private static func isQuoting(_ session: ADBCSession) throws(SourceError) -> Bool {
        // The driver describes a query before it runs it; behind a pooler, both are one session's in a transaction alone.
        try ADBCStatement(session).run("BEGIN READ ONLY")
        let isQuoting = try asksForQuotes(session)
        try ADBCStatement(session).run("ROLLBACK")
        return isQuoting
    }

    private static func asksForQuotes(_ session: ADBCSession) throws(SourceError) -> Bool {
        let stream = try ADBCStatement(session).execute(
            "SELECT 1 WHERE pg_catalog.current_setting('quote_all_identifiers') OPERATOR(pg_catalog.=) 'on'"
        ).stream
        var rows = 0
        while let batch = try stream.next() { rows += batch.rowCount }
        return rows > 0
    }

    /// An address of libpq's that turns the setting off; nil for one that has options already.
    static func plain(_ address: String) -> String? {
        if address.contains("options=") { return nil }
        let isURL = ["postgresql://", "postgres://"].contains { address.hasPrefix($0) }
        guard isURL else { return address + " options='-c quote_all_identifiers=off'" }
        return address + (address.contains("?") ? "&" : "?") + "options=-c%20quote_all_identifiers%3Doff"
    }
}
