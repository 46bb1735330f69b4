import Model

/// The number of connections to a source that all workers together may hold.
package struct SourceLimit: Sendable {
    /// The source's name without secrets.
    package var source: String
    package var connections: Int

    package init(source: String, connections: Int) {
        self.source = source
        self.connections = connections
    }
}
