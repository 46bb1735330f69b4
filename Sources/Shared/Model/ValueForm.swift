/// In what form a source hands over a column's values, where that isn't the driver's own.
package enum ValueForm: String, Hashable, Sendable, Codable {
    /// SQLite: numbers and texts as they are, and behind U+0001 what is read by its class; see `ClassedValue`.
    case classed
    /// SQLite: blobs and texts as hexadecimal digits, to be made bytes; see `ClassedValue`.
    case bytes
}
