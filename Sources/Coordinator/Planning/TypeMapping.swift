package import Model

/// Maps a source type to a PostgreSQL type that holds all its values.
///
/// JSON stays `json`: `jsonb` drops key order, repeated keys and the spelling of numbers, and refuses `\u0000`. Text
/// has no length limit, because the source's may count bytes or mean nothing. The user's `type` overrides all of this.
package enum TypeMapping {
    /// `warning` is what the user should know about the choice; `nil` if it needs no comment.
    package static func target(for column: SourceColumn) -> (type: TargetType, warning: String?) {
        if let equivalent = column.equivalent { return (equivalent, nil) }
        if case .other = column.type {
            return (.text, "\(column.name): type \(column.declaredType) is unknown; it is copied as text")
        }
        return (target(for: column.type), nil)
    }

    /// The type alone; `text` for unknown types.
    package static func target(for type: SourceType) -> TargetType {
        switch type {
        case .boolean: .boolean
        case .integer(let bits, let signed): integer(signedBits: signed ? bits : bits + 1)
        case .float32: .real
        case .float64: .doublePrecision
        case .decimal(let precision, let scale): decimal(precision: precision, scale: scale)
        case .text: .text
        case .binary: .bytea
        case .date: .date
        case .time: .time
        case .timestamp(let zoned): zoned ? .timestamptz : .timestamp
        case .uuid: .uuid
        case .json: .json
        case .interval: .interval
        case .other: .text
        }
    }

    private static func integer(signedBits bits: Int) -> TargetType {
        switch bits {
        case ...16: .smallint
        case ...32: .integer
        case ...64: .bigint
        default: .numeric(precision: 20, scale: 0)
        }
    }

    /// Keeps all digits before and after the point; unconstrained if PostgreSQL can't declare the type.
    private static func decimal(precision: Int?, scale: Int) -> TargetType {
        let unconstrained = TargetType.numeric(precision: nil, scale: 0)
        guard let precision, precision > 0 else { return unconstrained }
        // A scale below 0 means zeros before the point; a scale above the precision means zeros after it. PostgreSQL
        // supports neither before version 15.
        let digits = scale < 0 ? precision - scale : max(precision, scale)
        return digits <= 1000 ? .numeric(precision: digits, scale: max(0, scale)) : unconstrained
    }
}
