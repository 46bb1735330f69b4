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
