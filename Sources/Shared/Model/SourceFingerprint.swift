/// Identifies a source among those to which the same config can lead.
///
/// A relative path or a name can mean something else on another host.
package struct SourceFingerprint: Hashable, Sendable, Codable {
    /// The database's own identifier; `nil` if it has none.
    package var identity: String?
    /// A hash of a table's first rows, if another database with the same data is acceptable.
    package var sample: String?
    /// The statement that reads those rows.
    package var sampleQuery: String?

    package init(identity: String?) {
        self.identity = identity
    }
}
