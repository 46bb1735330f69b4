package import Model

/// SQLite, whose columns hold values of any class, whatever they declare.
///
/// Its ODBC driver hands everything over as C text: a text ends at its first NUL, a blob is printed as `X'…'`, a real is
/// cut to 15 digits, all without a word. The read expressions make up for that: what the declared type can't hold
/// arrives in a form that no encoder takes for a value of the type. Through ADBC values come in their own class; see
/// `SQLiteDialect+ADBC.swift`.
package struct SQLiteDialect: CatalogueDialect {
    package var name: String { "SQLite" }
    package var enforcesPrimaryKeys: Bool { true }

    /// Which driver reads.
    package enum Access: Sendable {
        case odbc, adbc
    }

    let access: Access

    package init(access: Access = .odbc) {
        self.access = access
    }

    /// SQLite takes a name in double quotes that it doesn't know for a text; in backquotes it stays a name.
    ///
    /// So a column that has vanished is an error and not its own name in every row. But the driver doesn't know
    /// backquotes: it would look for parameters, texts and ends of statements in them. Names with such signs keep
    /// double quotes.
    package func quoted(_ identifier: String) -> String {
        let isPlain = identifier.unicodeScalars.allSatisfy { scalar in
            !scalar.isASCII || scalar == "_" || scalar == " " || scalar.properties.isAlphabetic
                || ("0"..."9").contains(scalar)
        }
        return SQLText.quoted(identifier, by: isPlain ? "`" : "\"")
    }

    package func readExpression(_ column: SourceColumn) -> String {
        access == .odbc ? textExpression(column) : classedExpression(column)
    }

    /// For a driver that hands everything over as C text.
    func textExpression(_ column: SourceColumn) -> String {
        let name = quoted(column.name)
        // `quote()` marks each class: 'text', X'blob', digits. Reals keep all digits, with 15 if these are enough.
        let marked = "WHEN \(name) IS NOT NULL THEN quote(\(name)) END"
        return switch column.type {
        case .integer:
            // Integers only: text and blobs sort after every number. Reals get through with their decimal point.
            "CASE WHEN \(name) <= 9223372036854775807 THEN \(name) \(marked)"
        case .float32, .float64:
            // `quote()`'s shorter form isn't always the same double again when another parser reads it.
            "CASE WHEN \(name) <= 9e999 THEN printf('%!.20e', \(name)) \(marked)"
        case .decimal(_, let scale) where (0...15).contains(scale):
            // The nearest double to a decimal of at most 15 digits prints as this decimal. `quote()` would find out
            // by printing and parsing; this is the same by arithmetic, and four times as fast.
            "CASE WHEN \(hasDigits(name, scale)) THEN \(name) \(marked)"
        case .decimal:
            "CASE \(marked)"
        case .binary:
            // The driver prints a blob as X'…'; text can't start with an X once it is quoted.
            "CASE WHEN \(name) < X'' THEN quote(\(name)) ELSE \(name) END"
        case .boolean:
            "CASE WHEN \(name) <= 9223372036854775807 THEN \(name) \(textClass(column))"
        default:
            // Columns with text affinity turn numbers into text when these are stored.
            hasTextAffinity(column)
                ? "CASE \(textClass(column))" : "CASE WHEN +\(name) < '' THEN quote(\(name)) \(textClass(column))"
        }
    }

    /// Whether a number is the nearest one to a decimal of at most 15 digits, `scale` of them after the point.
    func hasDigits(_ name: String, _ scale: Int) -> String {
        "CAST(\(name) * 1e\(scale) + (\(name) > 0) - 0.5 AS INTEGER) % 1000000000000000 / 1e\(scale) = \(name)"
    }

    /// Blobs sort after all else; the unary plus keeps SQLite from trying to read dates as numbers.
    ///
    /// A blob, and a text with a NUL that the driver would cut, start with a byte that UTF-8 never has. A date ends at
    /// its NUL for SQLite's own functions too, so it is spared the search.
    private func textClass(_ column: SourceColumn) -> String {
        let name = quoted(column.name)
        let search =
            switch column.type {
            case .boolean, .date, .time, .timestamp: ""
            // Only ODBC's driver cuts.
            case _ where access == .adbc: ""
            default: " AND NOT instr(\(name), char(0))"
            }
        return """
            WHEN +\(name) < X''\(search) THEN \(name) \
            WHEN \(name) IS NOT NULL THEN CAST(X'FF' AS TEXT) || typeof(\(name)) END
            """
    }

    /// By SQLite's rules: the declared type says CHAR, CLOB or TEXT, and not INT.
    private func hasTextAffinity(_ column: SourceColumn) -> Bool {
        let declared = column.declaredType.lowercased()
        return !declared.contains("int") && ["char", "clob", "text"].contains { declared.contains($0) }
    }

    package func canRange(_ column: SourceColumn) -> Bool {
        switch column.type {
        case .json, .interval, .other: false
        default: true
        }
    }

    package func boundText(_ expression: String, _ column: SourceColumn) -> String {
        "quote(\(expression))"
    }

    /// `quote()` prints literals; anything else is taken as text.
    package func literal(_ bound: String, _ column: SourceColumn) -> String {
        isLiteral(bound) ? bound : SQLText.quoted(bound, by: "'")
    }

    private func isLiteral(_ bound: String) -> Bool {
        if SQLText.isNumber(bound) { return true }
        let isBlob = bound.hasPrefix("X'")
        guard isBlob || bound.hasPrefix("'"), bound.hasSuffix("'") else { return false }
        let inside = bound.utf8.dropFirst(isBlob ? 2 : 1).dropLast()
        guard bound.utf8.count == inside.count + (isBlob ? 3 : 2) else { return false }
        if isBlob { return inside.allSatisfy { "0123456789ABCDEFabcdef".utf8.contains($0) } }
        // Every quote inside has its twin.
        var run = 0
        for byte in inside {
            if byte == UInt8(ascii: "'") {
                run += 1
            } else if run % 2 == 1 {
                return false
            } else {
                run = 0
            }
        }
        return run % 2 == 0
    }

    /// By the row's address, or by the integers of its key: a table with another key may have no address.
    package func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        guard let table, !table.isView else { return nil }
        if table.primaryKey.isEmpty {
            let names = Set(table.columns.map { $0.name.lowercased() })
            guard let address = ["rowid", "_rowid_", "oid"].first(where: { !names.contains($0) }) else { return nil }
            return "(\(address) % \(buckets) + \(buckets)) % \(buckets)"
        }
        let integers = table.columns.filter { column in
            guard case .integer = column.type else { return false }
            return table.primaryKey.contains(column.name)
        }
        guard !integers.isEmpty else { return nil }
        let sum = integers.reduce("0") { sum, column in
            "(\(sum) * 31 + abs(coalesce(CAST(\(quoted(column.name)) AS INTEGER) % \(buckets), 0))) % \(buckets)"
        }
        return sum
    }
}
