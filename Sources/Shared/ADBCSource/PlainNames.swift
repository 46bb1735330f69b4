import Model
import RowSource

/// Makes PostgreSQL's driver recognize types on a server with `quote_all_identifiers` on.
///
/// When the driver connects, it looks types up by function names as the server prints them. If the server quotes them,
/// the driver recognizes none and returns all values as bytes. The setting must be in effect before it connects, so it
/// is added to the address.
enum PlainNames {
    /// The options for a session that doesn't quote names; `nil` if this session already doesn't.
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
                    "the server quotes all names (quote_all_identifiers = on), so its ADBC driver recognizes no types",
                advice: "Add -c quote_all_identifiers=off to the options in source.options.uri.")
        }
        var options = options
        options.database["uri"] = Secret(plain)
        return options
    }

    private static func isQuoting(_ session: ADBCSession) throws(SourceError) -> Bool {
        // The driver describes a query before running it; behind a pooler, only a transaction keeps both in one
        // session.
        try session.run("BEGIN READ ONLY")
        let isQuoting = try asksForQuotes(session)
        try session.run("ROLLBACK")
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

    /// The libpq address with the setting turned off; `nil` if the address already has options.
    static func plain(_ address: String) -> String? {
        if address.contains("options=") { return nil }
        let isURL = ["postgresql://", "postgres://"].contains { address.hasPrefix($0) }
        guard isURL else { return address + " options='-c quote_all_identifiers=off'" }
        return address + (address.contains("?") ? "&" : "?") + "options=-c%20quote_all_identifiers%3Doff"
    }
}
