// FoundationEssentials: only for JSON, which stores the halves of a split chunk.
import FoundationEssentials
import Model
package import Postgres

/// The JSON form in which a void receipt stores the two halves of its chunk; no SQL statement reads it.
extension [ChunkHalf] {
    package init(stored text: String) throws(PostgresError) {
        do {
            self = try JSONDecoder().decode([ChunkHalf].self, from: Data(text.utf8))
        } catch {
            throw PostgresError(
                .value,
                message: "the halves in a void receipt can't be read, because another version of snowmelt wrote them",
                statement: "read_receipt", operation: "JSONDecoder")
        }
    }

    /// The JSON text, which is always the same for the same halves.
    package var stored: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
