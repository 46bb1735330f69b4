/// How much of a table is fetched at once; travels as one value from the settings to the reader.
///
/// Stored as its rows alone, since the bytes can't be configured.
package struct BatchLimits: Hashable, Sendable, Codable {
    /// Maximum rows per batch.
    package var rows: Int
    /// Maximum bytes per buffer; exceeded only by a single row that is larger.
    package var bytes: Int

    package init(rows: Int = 25_000, bytes: Int = 2 << 20) {
        self.rows = rows
        self.bytes = bytes
    }

    package init(from decoder: any Decoder) throws {
        self.init(rows: try decoder.singleValueContainer().decode(Int.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rows)
    }
}
