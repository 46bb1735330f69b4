// FoundationEssentials: JSONEncoder is the one encoder that escapes and formats every value as readers expect.
import FoundationEssentials

/// An optional value that JSON shows as null instead of leaving its key out.
package struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
    package var value: Value?

    package init(_ value: Value?) {
        self.value = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

/// A document as JSON, its keys sorted; on one line if `isCompact`, for those who read one document a line.
package func jsonText(_ document: some Encodable, isCompact: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        isCompact ? [.sortedKeys, .withoutEscapingSlashes] : [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
}
