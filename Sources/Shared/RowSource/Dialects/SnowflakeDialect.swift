package import Model

/// Snowflake's SQL.
///
/// Times are cast to microseconds: the ADBC driver silently misreads values of some other scales, and the ODBC driver
/// drops offsets. Keys are declared but not enforced.
package struct SnowflakeDialect: CatalogueDialect {
    /// The driver that returns the values.
    package enum Access: Hashable, Sendable {
        case adbc, odbc
    }

    let access: Access
    /// The point in time at which tables are read, such as `2026-11-23 07:00:00.123 +0000`; `nil` for now.
    package var instant: String?

    package var name: String { "Snowflake" }
    package var enforcesPrimaryKeys: Bool { false }
    package var grantsByColumn: Bool { false }

    package init(access: Access) {
        self.access = access
    }

    package static let odbcTraits = ODBCTraits(typeNaming: .declaration)

    /// About 2 MB, of which only the first rows come with the answer and the rest as parts from the provider's storage.
    package var largeResultQuery: String? {
        "SELECT MD5(TO_VARCHAR(SEQ4())) AS \"V\" FROM TABLE(GENERATOR(ROWCOUNT => 50000))"
    }

    package var identityQuery: String? {
        "SELECT CURRENT_REGION() || '/' || CURRENT_ACCOUNT() || '/' || COALESCE(CURRENT_DATABASE(), '')"
    }

    /// Session parameters that must hold whatever the account, user or warehouse defaults are.
    package static let sessionParameters: [(name: String, value: String)] = [
        ("TIMEZONE", "UTC"),
        // Otherwise results may be truncated on purpose.
        ("ROWS_PER_RESULTSET", "0"),
        ("QUOTED_IDENTIFIERS_IGNORE_CASE", "false"),
        ("JSON_INDENT", "0"),
        ("GEOGRAPHY_OUTPUT_FORMAT", "GeoJSON"),
        ("GEOMETRY_OUTPUT_FORMAT", "GeoJSON"),
    ]

    /// Over ADBC, a source of type `snowflake` sets the other parameters at login; only the time zone changes values.
    package var sessionSetup: [String] {
        Self.sessionParameters.prefix(access == .adbc ? 1 : Self.sessionParameters.count).map { name, value in
            "ALTER SESSION SET \(name) = \(SQLText.isNumber(value) || value == "false" ? value : text(value))"
        }
    }

    /// Tags the session's statements with a query tag.
    package func tagging(_ tag: String) -> String {
        "ALTER SESSION SET QUERY_TAG = \(text(tag))"
    }

    package func quoted(_ identifier: String) -> String {
        SQLText.quoted(identifier, by: "\"")
    }

    /// Reads a table with time travel at the instant, others at their current state.
    package func from(_ table: SourceTable) -> String {
        guard let instant, readsPast(table) else { return quoted(table.name) }
        return "\(quoted(table.name)) AT(TIMESTAMP => \(text(instant))::TIMESTAMP_TZ)"
    }

    package func readsPast(_ table: SourceTable) -> Bool {
        !table.isView && (table.storage?.retentionDays ?? 0) > 0
    }

    /// The server's clock in UTC, with milliseconds, the resolution of time travel.
    package var nowQuery: String {
        "SELECT TO_CHAR(CONVERT_TIMEZONE('UTC', CURRENT_TIMESTAMP())::TIMESTAMP_NTZ(3), 'YYYY-MM-DD HH24:MI:SS.FF3')"
    }

    package func readExpression(_ column: SourceColumn) -> String {
        let name = quoted(column.name)
        switch (column.type, access) {
        case (.timestamp(zoned: false), _): return "\(name)::TIMESTAMP_NTZ(6)"
        case (.timestamp(zoned: true), .adbc):
            return isLocal(column) ? "\(name)::TIMESTAMP_LTZ(6)" : "\(inUTC(name))::TIMESTAMP_NTZ(6)"
        case (.timestamp(zoned: true), .odbc):
            return "TO_CHAR(\(inUTC(name))::TIMESTAMP_NTZ(6), 'YYYY-MM-DD HH24:MI:SS.FF6') || ' +00:00'"
        // Beyond 64 bits the parts of a result may arrive in different forms, which the ADBC driver treats as one: it
        // would shift the decimal point.
        case (.decimal(let precision, _), .adbc) where precision ?? 38 > 18: return "TO_VARCHAR(\(name))"
        case (.time, .adbc): return "\(name)::TIME(6)"
        case (.time, .odbc): return "TO_CHAR(\(name)::TIME(6), 'HH24:MI:SS.FF6')"
        default: return name
        }
    }

    private func inUTC(_ expression: String) -> String { "CONVERT_TIMEZONE('UTC', \(expression))" }

    private func isLocal(_ column: SourceColumn) -> Bool {
        column.declaredType.lowercased().hasPrefix("timestamp_ltz")
    }

    /// Floats are excluded: a float doesn't always equal the number that it prints as.
    package func canRange(_ column: SourceColumn) -> Bool {
        switch column.type {
        case .integer, .decimal, .date, .timestamp, .text: true
        default: false
        }
    }

    package func boundText(_ expression: String, _ column: SourceColumn) -> String {
        let form = "'YYYY-MM-DD HH24:MI:SS.FF9'"
        return switch column.type {
        case .integer, .decimal: "TO_VARCHAR(\(expression))"
        case .date: "TO_CHAR(\(expression), 'YYYY-MM-DD')"
        case .timestamp(zoned: false): "TO_CHAR(\(expression)::TIMESTAMP_NTZ(9), \(form))"
        case .timestamp(zoned: true): "TO_CHAR(\(inUTC(expression))::TIMESTAMP_NTZ(9), \(form))"
        default: expression
        }
    }

    package func literal(_ bound: String, _ column: SourceColumn) -> String {
        switch column.type {
        case .integer, .decimal: SQLText.isNumber(bound) ? bound : text(bound)
        case .date: "\(text(bound))::DATE"
        case .timestamp(zoned: false): "\(text(bound))::TIMESTAMP_NTZ(9)"
        case .timestamp(zoned: true): "TO_TIMESTAMP_\(isLocal(column) ? "LTZ" : "TZ")(\(text(bound + " +0000")))"
        default: text(bound)
        }
    }

    /// Backslashes are escapes in Snowflake's literals.
    func text(_ value: String) -> String {
        let doubled = SQLText.quoted(value, by: "\\").dropFirst().dropLast()
        return SQLText.quoted(String(doubled), by: "'")
    }

    /// HASH is signed; 38 digits have room for the lowest value with its sign removed.
    ///
    /// HASH doesn't accept geography.
    package func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        let hashed = columns.filter { column in
            if case .other = column.type { false } else { true }
        }
        guard !hashed.isEmpty else { return nil }
        return "MOD(ABS(HASH(\(hashed.map { quoted($0.name) }.joined(separator: ", ")))), \(buckets))"
    }

    package func remainder(_ dividend: String, _ divisor: Int) -> String {
        "MOD(\(dividend), \(divisor))"
    }

    /// Snowflake keeps extremes in its metadata.
    package var knowsExtremes: Bool { true }

    /// Groups integers by even steps, timestamps by the minute.
    package func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String? {
        switch column.type {
        case .integer: evenSteps(of: column, lowest: lowest, highest: highest, groups: groups, widest: .max)
        case .timestamp: "DATE_TRUNC('MINUTE', \(quoted(column.name)))"
        default: nil
        }
    }

    /// Snowflake enforces declared types.
    package func holdsDeclaredType(_ column: SourceColumn) -> String? { always }

    /// Only columns with a collation, which few have, equate texts that differ.
    package func exact(_ expression: String, _ column: SourceColumn) -> String? {
        switch column.type {
        case .json, .other: nil
        default: expression
        }
    }

    package func byteLength(_ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .binary: "OCTET_LENGTH(\(quoted(column.name)))"
        case .json: "OCTET_LENGTH(TO_JSON(\(quoted(column.name))))"
        default: nil
        }
    }
}
