package import Model
package import Postgres
import RowSource

/// How a statement's columns come to the target: as the source has them, cast by it, or decoded here.
package struct CopyPlan: Hashable, Sendable {
    /// How a decoded field lies in the COPY.
    package enum Layout: Hashable, Sendable {
        case boolean
        /// `width` bytes, big-endian, with a sign.
        case integer(width: Int)
        case real
        case double
        case text
        case binary
    }

    /// What becomes of a column where none has to be decoded.
    private enum Passage: Hashable {
        case asIs
        case cast(String)
    }

    /// What the source casts columns to, nil for one that stays as it is; `printedXML` isn't a cast.
    package let casts: [String?]
    /// Nil: nothing is decoded.
    package let layouts: [Layout]?

    /// - Parameters:
    ///   - columns: what the statement gives.
    ///   - specs: where it goes, in the same order.
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

    /// The COPY that reads `sql`.
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

    /// As the type's output function prints it, without the encoding of its declaration.
    ///
    /// A cast leaves that in, and the target would read the text in that encoding.
    private static let printedXML = "xml, printed"

    // MARK: Passing

    /// Nil where the value could change on the way, or be refused: then it has to be decoded.
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
            // The session's zone is UTC.
            case .timestamptz: [TypeID.date, TypeID.timestamp]
            default: []
            }
        return wider.contains(source) ? .cast(target.sql) : nil
    }

    private static func passageToText(_ source: UInt32) -> Passage? {
        if TypeID.texts.contains(source) { return .asIs }
        // Whether bytes are a text is for the encoder to see.
        return source == TypeID.bytea ? nil : .cast("text")
    }

    private static func passageToNumeric(_ column: ResultColumn, precision: Int?, scale: Int) -> Passage? {
        let digits: Int
        switch column.typeID {
        case TypeID.numeric:
            guard let precision else { return .asIs }
            // As PostgreSQL packs them; the scale has 11 bits with a sign.
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

    /// Whether a text of the column is at most `length` characters long.
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
        // Elsewhere its own digits count, not those of the double that it is.
        case (TypeID.real, .real), (TypeID.real, .doublePrecision): (.real, nil)
        case (TypeID.double, _): (.double, nil)
        case (TypeID.bytea, _): (.binary, nil)
        case (let id, _) where TypeID.texts.contains(id): (.text, nil)
        case (let id, .builtIn) where id == target.id: (.binary, nil)
        // Its own text is spelt by the server's locale.
        case (TypeID.money, _): (.text, "numeric::text")
        case (TypeID.xml, .textual(name: "xml")): (.text, printedXML)
        default: (.text, "text")
        }
    }
}
