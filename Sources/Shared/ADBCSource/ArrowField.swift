import CADBC
import Model
import RowSource

/// One result column as the driver describes it; a copy that doesn't depend on the driver's memory.
struct ArrowField {
    let name: String
    /// The type of the values; for a dictionary, the type of its values.
    let type: ArrowType
    let isNullable: Bool
    let children: [ArrowField]
    /// For a dictionary: the type of its indexes, and its values.
    let dictionary: (index: ArrowType, values: Indirect)?
    /// An extension type such as `arrow.uuid` or `arrow.json`; `nil` for Arrow's own types.
    let extensionName: String?
    /// Snowflake's name for the type, in lower case; `nil` for other systems.
    let snowflakeType: String?

    /// Boxes a field that is nested in another field.
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
                    .other, operation: "get_schema", message: "the driver's description of a column is incomplete")
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
        // The driver uses the first key for results with rows, the second for results without.
        snowflakeType =
            (FieldMetadata.value(of: "logicalType", in: schema.metadata)
            ?? FieldMetadata.value(of: "SNOWFLAKE_TYPE", in: schema.metadata))?.lowercased()
    }

    /// The source type of the column.
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

    /// The type's name, for messages and warnings.
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
