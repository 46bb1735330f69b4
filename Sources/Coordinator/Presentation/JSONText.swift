// FoundationEssentials: only JSONEncoder escapes and formats every value as readers expect.
import FoundationEssentials

/// A document as JSON with sorted keys; on one line if `isCompact`, for readers that expect one document per line.
package func jsonText(_ document: some Encodable, isCompact: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        isCompact ? [.sortedKeys, .withoutEscapingSlashes] : [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
}
