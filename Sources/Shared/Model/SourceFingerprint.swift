/// What tells a source from another one that the same config may lead to: a relative path, or a name that means something
/// else on another host.
package struct SourceFingerprint: Hashable, Sendable, Codable {
    /// Which database it is, in its own words; nil: it can't tell.
    package var identity: String?
    /// A hash of a table's first rows, where another database may hold the same data and then does as well.
    package var sample: String?
    /// The statement that reads those rows.
    package var sampleQuery: String?

    package init(identity: String?) {
        self.identity = identity
    }
}
