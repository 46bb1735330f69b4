import CUnixODBC
import RowSource

extension ODBCSession {
    /// What the driver calls its system.
    var systemName: String { info(SQL_DBMS_NAME) }

    /// `PostgreSQL 15.0.18, driver psqlodbcw.so 13.02.0000`.
    var serverDescription: String {
        "\(systemName) \(info(SQL_DBMS_VER)), driver \(info(SQL_DRIVER_NAME)) \(info(SQL_DRIVER_VER))"
    }

    /// Where the driver says that it has led, which a DSN may say alone.
    var place: [(name: String, value: String)] {
        [("server name", info(SQL_SERVER_NAME)), ("database name", info(SQL_DATABASE_NAME))]
    }

    /// What puts names between quotes; nil where the driver doesn't say.
    var identifierQuote: Unicode.Scalar? {
        let scalars = info(SQL_IDENTIFIER_QUOTE_CHAR).unicodeScalars
        return scalars.count == 1 ? scalars.first.flatMap { $0 == " " ? nil : $0 } : nil
    }

    var nameSpace: NameSpace {
        let catalogue = number(SQL_CATALOG_USAGE) == 0 ? "" : info(SQL_DATABASE_NAME)
        // "null" is what MariaDB's driver says when no database is chosen.
        let known = ["", "null"].contains(catalogue) ? nil : catalogue
        if number(SQL_SCHEMA_USAGE) != 0 { return .schema(catalogue: known) }
        return number(SQL_CATALOG_USAGE) == 0 ? .none : .catalogue(current: known)
    }

    /// Finds out how this driver takes and gives letters beyond ASCII, by sending some there and back.
    ///
    /// - Parameter values: the ways to read texts, best first.
    func probeText(_ values: [ODBCSource.ValueText], mustSpeakUnicode: Bool) throws(SourceError) {
        var problem: SourceError?
        let ways: [CallText] = callText == .wide ? [.wide, .narrow] : [.narrow, .wide]
        for way in ways {
            callText = way
            for value in values {
                valueText = value
                do throws(SourceError) {
                    if try answersProbe() { return }
                } catch {
                    // A connection that broke says nothing of letters. Else the next way may work.
                    if error.kind == .connection { throw error }
                    problem = problem ?? error
                }
            }
        }
        callText = ways[0]
        // Systems that don't answer this SELECT: what the standard defines without a locale.
        valueText = .utf16
        guard !mustSpeakUnicode else {
            throw SourceError(
                .connection, operation: "SQLExecDirect",
                message:
                    "the driver loses letters beyond ASCII; use its Unicode version or set its character set to UTF-8"
                    + (problem.map { " (\($0.message))" } ?? ""))
        }
    }

    private func answersProbe() throws(SourceError) -> Bool {
        let letters = "a\u{E9}\u{20AC}\u{1F600}"
        let statement = try ODBCStatement(self)
        try statement.execute("SELECT '\(letters)'")
        return try statement.texts() == [[letters]]
    }
}
