/// The form of a column's values, if it isn't the driver's own.
package enum ValueForm: String, Hashable, Sendable, Codable {
    /// SQLite: numbers and texts unchanged; U+0001 marks values that are read by their storage class; see
    /// `ClassedValue`.
    case classed
    /// SQLite: blobs and texts as hexadecimal digits, which are decoded to bytes; see `ClassedValue`.
    case bytes
}
