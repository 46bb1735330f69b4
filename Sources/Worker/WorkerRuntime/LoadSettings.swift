/// The settings of the transactions that load chunks: ours, with the configured ones on top.
package struct LoadSettings: Hashable, Sendable {
    /// By name, as `set_config` takes them.
    package var values: [String: String]
    /// Why a configured setting isn't used.
    package var warnings: [String] = []

    /// The server's own limits on statements must not cut a long COPY; a lock that never comes, and a connection that
    /// went silent inside a transaction, must end it.
    private static let builtIn = [
        "statement_timeout": "0", "lock_timeout": "60s", "idle_in_transaction_session_timeout": "10min",
    ]

    /// - Parameter controlIsTarget: whether both are the same database, so that one log orders a chunk's receipt
    ///   before its done mark. Elsewhere a receipt that isn't durable could be lost after its chunk was marked done.
    package init(configured: [String: String], controlIsTarget: Bool) {
        values = Self.builtIn.merging(configured) { _, configured in configured }
        if let commit = configured["synchronous_commit"], commit.lowercased() == "off", !controlIsTarget {
            values["synchronous_commit"] = nil
            warnings.append(
                "synchronous_commit = off is not used: the control database isn't the target, and a receipt must be "
                    + "on disk before its chunk is marked done there")
        }
    }
}
