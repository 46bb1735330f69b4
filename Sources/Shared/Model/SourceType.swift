/// The type of a source column, as the catalogue declares it.
package enum SourceType: Hashable, Sendable, Codable {
    case boolean
    /// `bits` is 8, 16, 32 or 64.
    case integer(bits: Int, signed: Bool)
    case float32
    case float64
    /// `precision` is `nil` if it is unlimited or unknown.
    case decimal(precision: Int?, scale: Int)
    /// `length` is in characters; `nil` if it is unlimited or unknown.
    case text(length: Int?)
    case binary
    case date
    case time
    case timestamp(zoned: Bool)
    case uuid
    case json
    case interval
    /// A type that Snowmelt doesn't know and reads as text; `name` is the source's spelling.
    case other(name: String)

    /// The type of an expression whose type the source doesn't know before it computes values.
    package static let undeclared = SourceType.other(name: "")
}
