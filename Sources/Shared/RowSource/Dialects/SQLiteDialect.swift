package import Model

/// SQLite's SQL.
///
/// Its columns hold values of any class whatever their declared type; `SQLiteDialect+Reading.swift` explains how they
/// are read.
package struct SQLiteDialect: CatalogueDialect {
    package var name: String { "SQLite" }
    package var enforcesPrimaryKeys: Bool { true }
    /// There are no privileges.
    package var grantsByColumn: Bool { false }

    /// The driver that reads.
    package enum Access: Sendable {
        case odbc, adbc
    }

    let access: Access

    package init(access: Access = .odbc) {
        self.access = access
    }

    /// Called on the running statement itself, `SQLCancel` would also free the rows that the driver's own thread is
    /// reading.
    package static let odbcTraits = ODBCTraits(keepsTextsAlone: true, cancelsConnection: true)

    /// Uses backquotes: SQLite takes an unknown name in double quotes for a text, but not one in backquotes.
    ///
    /// So a column that no longer exists is an error, instead of its own name in every row. But the driver doesn't know
    /// backquotes and would look for parameters, texts and ends of statements inside them. Names with such characters
    /// keep double quotes.
    package func quoted(_ identifier: String) -> String {
        let isPlain = identifier.unicodeScalars.allSatisfy { scalar in
            !scalar.isASCII || scalar == "_" || scalar == " " || scalar.properties.isAlphabetic
                || ("0"..."9").contains(scalar)
        }
        return SQLText.quoted(identifier, by: isPlain ? "`" : "\"")
    }

    /// SQLite sorts and compares values of all classes in one order: numbers, texts by the column's collation, blobs.
    package func canRange(_ column: SourceColumn) -> Bool {
        switch column.type {
        case .boolean, .integer, .float32, .float64, .decimal, .text, .binary, .date, .time, .timestamp, .uuid: true
        case .json, .interval, .other: false
        }
    }

    package func boundText(_ expression: String, _ column: SourceColumn) -> String {
        "quote(\(expression))"
    }

    /// `quote()` prints literals; anything else is treated as text, except the infinities printed by versions before
    /// 3.41.
    package func literal(_ bound: String, _ column: SourceColumn) -> String {
        switch bound {
        case "Inf": "9e999"
        case "-Inf": "-9e999"
        default: isLiteral(bound) ? bound : SQLText.quoted(bound, by: "'")
        }
    }

    private func isLiteral(_ bound: String) -> Bool {
        if SQLText.isNumber(bound) { return true }
        let isBlob = bound.hasPrefix("X'")
        guard isBlob || bound.hasPrefix("'"), bound.hasSuffix("'") else { return false }
        let inside = bound.utf8.dropFirst(isBlob ? 2 : 1).dropLast()
        guard bound.utf8.count == inside.count + (isBlob ? 3 : 2) else { return false }
        if isBlob { return inside.allSatisfy { "0123456789ABCDEFabcdef".utf8.contains($0) } }
        // All quotes inside must be doubled.
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

    /// Uses the row's address, or the integers of its key: a table with another kind of key may have no address.
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
