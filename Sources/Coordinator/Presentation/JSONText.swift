// FoundationEssentials: only JSONEncoder escapes and formats every value as readers expect.
import FoundationEssentials

/// An optional value that appears as null in JSON, instead of its key being omitted.
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

/// A document as JSON with sorted keys; on one line if `isCompact`, for readers that expect one document per line.
package func jsonText(_ document: some Encodable, isCompact: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        isCompact ? [.sortedKeys, .withoutEscapingSlashes] : [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
}
