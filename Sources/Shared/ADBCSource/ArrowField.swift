import CADBC
import Model
import RowSource

/// One column of a result, as the driver describes it; a copy, which needs nothing of the driver's.
struct ArrowField {
    let name: String
    /// The values'; of a dictionary, those that it holds.
    let type: ArrowType
    let isNullable: Bool
    let children: [ArrowField]
    /// Of a dictionary: the type of the numbers that lead into it, and what it holds.
    let dictionary: (index: ArrowType, values: Indirect)?
    /// `arrow.uuid`, `arrow.json`, …; nil for a type of Arrow's own.
    let extensionName: String?
    /// What Snowflake calls the type, in lower case; nil for other systems.
    let snowflakeType: String?

    /// A field inside a field.
    final class Indirect: Sendable {
        let field: ArrowField
        init(_ field: ArrowField) { self.field = field }
    }

    init(_ schema: ArrowSchema) throws(SourceError) {
        let format = schema.format.map { String(cString: $0) } ?? ""
        name = schema.name.map { String(cString: $0) } ?? ""
        isNullable = schema.flags & Int64(ARROW_FLAG_NULLABLE) != 0
        var children: [ArrowField] = []
        for index in 0..<max(0, Int(schema.n_children)) {
            guard let child = schema.children?[index]?.pointee else {
                throw SourceError(
                    .other, operation: "get_schema", message: "the driver describes a column by nothing")
            }
            children.append(try ArrowField(child))
        }
        self.children = children
        if let values = schema.dictionary?.pointee {
            let field = try ArrowField(values)
            type = field.type
            dictionary = (ArrowType(format: format), Indirect(field))
        } else {
            type = ArrowType(format: format)
            dictionary = nil
        }
        extensionName = FieldMetadata.value(of: "ARROW:extension:name", in: schema.metadata)
        // Under the first key with rows, under the second without.
        snowflakeType =
            (FieldMetadata.value(of: "logicalType", in: schema.metadata)
            ?? FieldMetadata.value(of: "SNOWFLAKE_TYPE", in: schema.metadata))?.lowercased()
    }

    /// What the column holds.
    var sourceType: SourceType {
        switch extensionName {
        case "arrow.uuid": return .uuid
        case "arrow.json": return .json
        default: break
        }
        if ["variant", "object", "array", "map"].contains(snowflakeType) { return .json }
        return switch type {
        case .null: .text(length: nil)
        case .boolean: .boolean
        case .integer(let bits, let signed): .integer(bits: bits, signed: signed)
        case .float(let bits): bits == 64 ? .float64 : .float32
        case .decimal(_, let precision, let scale): .decimal(precision: precision, scale: scale)
        case .text, .textView: .text(length: nil)
        case .binary, .binaryView, .fixedBinary: .binary
        case .days: .date
        case .dayMilliseconds: .date
        case .time: .time
        case .timestamp(_, let zoned): .timestamp(zoned: zoned)
        case .duration, .months, .daysAndMilliseconds, .monthsDaysNanoseconds: .interval
        case .list, .fixedList, .structure, .map: .json
        case .other(let format): .other(name: "Arrow \(format)")
        }
    }

    /// The type in words, for messages and warnings.
    var declaredType: String {
        switch type {
        case .time, .timestamp, .text: snowflakeType ?? description
        case .decimal(let bits, let precision, let scale): "decimal\(bits)(\(precision),\(scale))"
        case .integer(let bits, let signed): "\(signed ? "" : "u")int\(bits)"
        case .float(let bits): "float\(bits)"
        case .other(let format): format
        default: description
        }
    }

    private var description: String { "\(type)".prefix { $0 != "(" }.description }
}
