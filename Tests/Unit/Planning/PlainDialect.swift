import Model
import RowSource

/// A dialect whose texts are easy to read and to evaluate: bounds and literals are bare, a hash is `BUCKET(n)`.
struct PlainDialect: StandardDialect {
    var name = "Plain"
    var enforcesPrimaryKeys = true
    var hasHash = true
    var hasPlaces = false
    var holdsTypes = true
    var knowsExtremes = false

    func quoted(_ identifier: String) -> String {
        "\"\(identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }

    func readExpression(_ column: SourceColumn) -> String { quoted(column.name) }

    func canRange(_ column: SourceColumn) -> Bool { column.type != .json }

    func boundText(_ expression: String, _ column: SourceColumn) -> String { "TEXT(\(expression))" }

    func literal(_ bound: String, _ column: SourceColumn) -> String {
        switch column.type {
        case .integer, .decimal, .float64: bound
        default: "'\(bound)'"
        }
    }

    func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        hasHash ? "BUCKET(\(buckets))" : nil
    }

    func placeQuery(table: SourceTable, filter: String?, slices: Int) -> String? {
        hasPlaces ? "PLACES(\(filter ?? "all"), \(slices))" : nil
    }

    func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String? {
        guard let low = Int(lowest), let high = Int(highest) else { return nil }
        return "GROUPED(\(low), \((high - low) / groups + 1))"
    }

    func holdsDeclaredType(_ column: SourceColumn) -> String? {
        holdsTypes ? "TYPED(\(quoted(column.name)))" : nil
    }

    func byteLength(_ column: SourceColumn) -> String? {
        column.type == .text(length: nil) ? "BYTES(\(quoted(column.name)))" : nil
    }
}

extension SourceColumn {
    static func plain(_ name: String, _ type: SourceType = .integer(bits: 64, signed: true)) -> SourceColumn {
        SourceColumn(name: name, type: type, declaredType: "\(type)", isNullable: true)
    }
}

extension SourceTable {
    static func plain(_ columns: [SourceColumn], key: [String] = [], isView: Bool = false) -> SourceTable {
        SourceTable(
            name: QualifiedName(schema: nil, name: "t"), isView: isView, columns: columns, primaryKey: key)
    }
}
