import CUnixODBC
import RowSource

extension ODBCSession {
    /// The system's name according to the driver.
    var systemName: String { info(SQL_DBMS_NAME) }

    /// `PostgreSQL 15.0.18, driver psqlodbcw.so 13.02.0000`.
    var serverDescription: String {
        "\(systemName) \(info(SQL_DBMS_VER)), driver \(info(SQL_DRIVER_NAME)) \(info(SQL_DRIVER_VER))"
    }

    /// Where the connection leads according to the driver, which otherwise only a DSN may know.
    var place: [(name: String, value: String)] {
        [("server name", info(SQL_SERVER_NAME)), ("database name", info(SQL_DATABASE_NAME))]
    }

    /// The quote for identifiers; `nil` if the driver doesn't say.
    var identifierQuote: Unicode.Scalar? {
        let scalars = info(SQL_IDENTIFIER_QUOTE_CHAR).unicodeScalars
        return scalars.count == 1 ? scalars.first.flatMap { $0 == " " ? nil : $0 } : nil
    }

    var nameSpace: NameSpace {
        let catalogue = number(SQL_CATALOG_USAGE) == 0 ? "" : info(SQL_DATABASE_NAME)
        // MariaDB's driver returns "null" if no database is selected.
        let known = ["", "null"].contains(catalogue) ? nil : catalogue
        if number(SQL_SCHEMA_USAGE) != 0 { return .schema(catalogue: known) }
        return number(SQL_CATALOG_USAGE) == 0 ? .none : .catalogue(current: known)
    }

    /// Finds out how this driver takes and returns non-ASCII text, by a round trip of some characters.
    ///
    /// - Parameter values: the ways to read text, best first.
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
                    // A broken connection says nothing about text. After any other error, the next way may work.
                    if error.kind == .connection { throw error }
                    problem = problem ?? error
                }
            }
        }
        callText = ways[0]
        // For systems that can't answer this SELECT: UTF-16, which the standard defines independently of a locale.
        valueText = .utf16
        guard !mustSpeakUnicode else {
            throw SourceError(
                .connection, operation: "SQLExecDirect",
                message:
                    "the driver loses non-ASCII characters; use its Unicode version or set its character set to UTF-8"
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
