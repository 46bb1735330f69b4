// FoundationEssentials: only JSONEncoder escapes and formats every value as readers expect.
import FoundationEssentials
import Text

/// A document as JSON with sorted keys; on one line if `isCompact`, for readers that expect one document per line.
package func jsonText(_ document: some Encodable, isCompact: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        isCompact ? [.sortedKeys, .withoutEscapingSlashes] : [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return escapingInstructions(in: String(decoding: try encoder.encode(document), as: UTF8.self))
}

/// Escapes what the encoder leaves as it is inside strings, such as marks that change the direction of writing.
private func escapingInstructions(in json: String) -> String {
    guard json.unicodeScalars.contains(where: { $0.value > 0x7E && $0.isInstruction }) else { return json }
    return json.unicodeScalars.reduce(into: "") { text, scalar in
        if scalar.value > 0x7E, scalar.isInstruction {
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
            text.unicodeScalars.append(scalar)
        }
    }
}
