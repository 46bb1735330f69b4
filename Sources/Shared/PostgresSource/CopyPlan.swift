package import Model
package import Postgres
import RowSource

/// How a statement's columns reach the target: unchanged, cast by the source, or decoded here.
package struct CopyPlan: Hashable, Sendable {
    /// The layout of a decoded field in the COPY.
    package enum Layout: Hashable, Sendable {
        case boolean
        /// `width` bytes, big-endian, signed.
        case integer(width: Int)
        case real
        case double
        case text
        case binary
    }

    /// How the source sends a column that needs no decoding.
    private enum Passage: Hashable {
        case asIs
        case cast(String)
    }

    /// The cast of each column in the source, `nil` if unchanged; `printedXML` isn't a cast.
    package let casts: [String?]
    /// `nil` if no column is decoded.
    package let layouts: [Layout]?

    /// - Parameters:
    /// - columns: the statement's columns.
    /// - specs: their targets, in the same order.
    package init(_ columns: [ResultColumn], to specs: [ColumnSpec]) {
        let passages = zip(columns, specs).map { Self.passage($0, to: $1.targetType) }
        if passages.allSatisfy({ $0 != nil }) {
            layouts = nil
            casts = passages.map { passage in
                guard case .cast(let type) = passage else { return nil }
                return type
            }
            return
        }
        let decoded = zip(columns, specs).map { Self.decoding($0, to: $1.targetType) }
        layouts = decoded.map(\.layout)
        casts = decoded.map(\.cast)
    }

    /// The COPY statement that reads `sql`.
    package func copyStatement(_ sql: String) -> String {
        guard casts.contains(where: { $0 != nil }) else { return "COPY (\(sql)\n) TO STDOUT (FORMAT binary)" }
        let names = casts.indices.map { "c\($0 + 1)" }
        let items = zip(names, casts).map { name, cast in
            guard let cast else { return name }
            return cast == Self.printedXML ? "pg_catalog.textin(pg_catalog.xml_out(\(name)))" : "\(name)::\(cast)"
        }
        return """
            COPY (SELECT \(items.joined(separator: ", ")) FROM (\(sql)
            ) q(\(names.joined(separator: ", ")))) TO STDOUT (FORMAT binary)
            """
    }

    /// XML as printed by the type's output function, which omits the declared encoding.
    ///
    /// A cast would keep the declaration, and the target would read the text in that encoding.
    private static let printedXML = "xml, printed"

    // MARK: Passing on without decoding

    /// `nil` if the value might change in transit or be refused; such a column must be decoded.
    private static func passage(_ column: ResultColumn, to target: TargetType) -> Passage? {
        let source = column.typeID
        switch target {
        case .textual(name: "xml") where source == TypeID.xml: return .cast(printedXML)
        case .text, .varchar(nil), .textual: return passageToText(source)
        case .varchar(let length?):
            return source == TypeID.varchar && holds(length, column) ? .asIs : nil
        case .char(let length):
            return source == TypeID.char && holds(length, column) ? .asIs : nil
        case .numeric(let precision, let scale):
            return passageToNumeric(column, precision: precision, scale: scale)
        default: break
        }
        if source == target.id { return .asIs }
        let wider: [UInt32] =
            switch target {
            case .integer: [TypeID.smallint]
            case .bigint: [TypeID.smallint, TypeID.integer, TypeID.oid]
            case .doublePrecision: [TypeID.real]
            case .timestamp: [TypeID.date]
            // The session's time zone is UTC.
            case .timestamptz: [TypeID.date, TypeID.timestamp]
            default: []
            }
        return wider.contains(source) ? .cast(target.sql) : nil
    }

    private static func passageToText(_ source: UInt32) -> Passage? {
        if TypeID.texts.contains(source) { return .asIs }
        // The encoder has to check whether the bytes are text.
        return source == TypeID.bytea ? nil : .cast("text")
    }

    private static func passageToNumeric(_ column: ResultColumn, precision: Int?, scale: Int) -> Passage? {
        let digits: Int
        switch column.typeID {
        case TypeID.numeric:
            guard let precision else { return .asIs }
            // The modifier as PostgreSQL packs it; the scale is a signed 11-bit number.
            guard column.modifier >= 4 else { return nil }
            let packed = column.modifier - 4
            let sourcePrecision = packed >> 16 & 0xFFFF
            let sourceScale = ((packed & 0x7FF) ^ 1024) - 1024
            return sourceScale <= scale && sourcePrecision - sourceScale <= precision - scale ? .asIs : nil
        case TypeID.smallint: digits = 5
        case TypeID.integer: digits = 10
        case TypeID.bigint: digits = 19
        case TypeID.money: return precision == nil ? .cast("numeric") : nil
        default: return nil
        }
        return precision.map { $0 - scale >= digits } ?? true ? .cast("numeric") : nil
    }

    /// Whether a text in the column has at most `length` characters.
    private static func holds(_ length: Int, _ column: ResultColumn) -> Bool {
        column.modifier >= 4 && column.modifier - 4 <= length
    }

    // MARK: Decoding

    private static func decoding(_ column: ResultColumn, to target: TargetType) -> (layout: Layout, cast: String?) {
        switch (column.typeID, target) {
        case (TypeID.boolean, _): (.boolean, nil)
        case (TypeID.smallint, _): (.integer(width: 2), nil)
        case (TypeID.integer, _): (.integer(width: 4), nil)
        case (TypeID.bigint, _): (.integer(width: 8), nil)
        // For other targets the digits of the real count, not those of the double that it becomes.
        case (TypeID.real, .real), (TypeID.real, .doublePrecision): (.real, nil)
        case (TypeID.double, _): (.double, nil)
        case (TypeID.bytea, _): (.binary, nil)
        case (let id, _) where TypeID.texts.contains(id): (.text, nil)
        case (let id, .builtIn) where id == target.id: (.binary, nil)
        // The text of money depends on the server's locale.
        case (TypeID.money, _): (.text, "numeric::text")
        case (TypeID.xml, .textual(name: "xml")): (.text, printedXML)
        default: (.text, "text")
        }
    }
}
