package import Model

/// The SQL of MariaDB and MySQL.
///
/// Their databases are shown as schemas.
package struct MariaDBDialect: CatalogueDialect {
    package let name: String
    package var enforcesPrimaryKeys: Bool { true }

    package init(name: String) {
        self.name = name
    }

    /// The driver reads the number of a bit column as NULL if asked for a bit.
    ///
    /// Zero dates exist; only text shows them unchanged.
    package static let odbcTraits = ODBCTraits(
        typeNaming: .code, readsBooleansAsTexts: true, readsTimesAsTexts: true, cancelsConnection: true)

    /// The session's time zone decides how `timestamp` prints.
    package var sessionSetup: [String] { ["SET time_zone = '+00:00'"] }

    package var identityQuery: String? { "SELECT CONCAT(@@hostname, ':', @@port, '/', IFNULL(DATABASE(), ''))" }
    /// Replicas have their own names.
    package var mayBeCopied: Bool { true }
    package func sample(_ column: String) -> String { "HEX(SUBSTR(\(quoted(column)), 1, 100))" }

    package func quoted(_ identifier: String) -> String {
        SQLText.quoted(identifier, by: "`")
    }

    /// `bit` would arrive as raw bytes, and a 32-bit float with six digits if the driver lets the server print it.
    package func readExpression(_ column: SourceColumn) -> String {
        if isBit(column) { return "\(quoted(column.name)) + 0" }
        return column.type == .float32 ? "\(quoted(column.name)) * 1e0" : quoted(column.name)
    }

    private func isBit(_ column: SourceColumn) -> Bool {
        SQLText.parts(ofType: column.declaredType).name == "bit"
    }

    /// Excludes ENUM and SET, which sort by number but compare as text, and 32-bit floats, which don't equal the
    /// numbers that they print as.
    package func canRange(_ column: SourceColumn) -> Bool {
        switch column.type {
        case .boolean, .integer, .decimal, .float64, .date, .time, .timestamp, .uuid, .binary: true
        case .text: Self.orderedTexts.contains(SQLText.parts(ofType: column.declaredType).name)
        case .float32, .json, .interval, .other: false
        }
    }

    /// Types whose values are compared and sorted by the same collation.
    private static let orderedTexts: Set<String> = [
        "char", "varchar", "tinytext", "text", "mediumtext", "longtext",
    ]

    /// The driver also calls an ENUM or SET `char`.
    package func declaration(inResult name: String) -> String {
        name.hasPrefix("char") ? "char, enum or set" : name
    }

    package func boundText(_ expression: String, _ column: SourceColumn) -> String {
        switch column.type {
        case .binary: "HEX(\(expression))"
        case .text: "CONVERT(\(expression) USING utf8mb4)"
        case _ where isBit(column): "CAST(\(expression) + 0 AS CHAR)"
        default: "CAST(\(expression) AS CHAR)"
        }
    }

    /// Texts are hex literals, because the meaning of a backslash depends on the server's mode.
    package func literal(_ bound: String, _ column: SourceColumn) -> String {
        switch column.type {
        case .boolean, .integer, .decimal, .float32, .float64:
            if SQLText.isNumber(bound) { return bound }
        case .date:
            if isTime(bound) { return "DATE'\(bound)'" }
        case .timestamp:
            if isTime(bound) { return "TIMESTAMP'\(bound)'" }
        case .time:
            if isTime(bound) { return "TIME'\(bound)'" }
        case .binary:
            if bound.utf8.allSatisfy({ "0123456789ABCDEFabcdef".utf8.contains($0) }) { return "X'\(bound)'" }
        default: break
        }
        return "_utf8mb4 X'\(SQLText.hex(bound))'"
    }

    private func isTime(_ text: String) -> Bool {
        text.utf8.allSatisfy { "0123456789-:. ".utf8.contains($0) }
    }

    /// `CONCAT_WS` skips NULLs and returns NULL for a row beyond `max_allowed_packet`; such rows go to bucket 0.
    package func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        guard !columns.isEmpty else { return nil }
        let values = columns.map { "CAST(\(quoted($0.name)) AS BINARY)" }.joined(separator: ", ")
        return "(COALESCE(CRC32(CONCAT_WS('|', \(values))), 0) % \(buckets))"
    }
}
