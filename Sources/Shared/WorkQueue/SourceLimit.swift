import Model

/// How many connections all workers together may hold to a source.
package struct SourceLimit: Sendable {
    /// Names the source without secrets.
    package var source: String
    package var connections: Int

    package init(source: String, connections: Int) {
        self.source = source
        self.connections = connections
    }
}
