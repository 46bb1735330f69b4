// FoundationEssentials for JSON alone: the halves of a chunk that is split.
import FoundationEssentials
import Model
package import Postgres

/// How a void receipt stores the two halves of its chunk. No SQL looks into this JSON.
extension [ChunkHalf] {
    package init(stored text: String) throws(PostgresError) {
        do {
            self = try JSONDecoder().decode([ChunkHalf].self, from: Data(text.utf8))
        } catch {
            throw PostgresError(
                .value,
                message: "the halves in a void receipt can't be read: another version of snowmelt wrote them",
                statement: "read_receipt", operation: "JSONDecoder")
        }
    }

    /// The same halves are always the same text.
    package var stored: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
