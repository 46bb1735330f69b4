/// What a source's column holds, as its catalogue declares it.
package enum SourceType: Hashable, Sendable, Codable {
    case boolean
    /// `bits` is 8, 16, 32 or 64.
    case integer(bits: Int, signed: Bool)
    case float32
    case float64
    /// `precision` nil: the source doesn't limit it, or doesn't say.
    case decimal(precision: Int?, scale: Int)
    /// `length` in characters; nil: unlimited or unknown.
    case text(length: Int?)
    case binary
    case date
    case time
    case timestamp(zoned: Bool)
    case uuid
    case json
    case interval
    /// A type that Snowmelt doesn't know; it is read as text. `name` as the source spells it.
    case other(name: String)

    /// Of an expression whose type the source doesn't know before it has computed values.
    package static let undeclared = SourceType.other(name: "")
}
