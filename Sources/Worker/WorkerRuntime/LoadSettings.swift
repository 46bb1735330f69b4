import Model

/// The settings of the transactions that load chunks: Snowmelt's own, overridden by the configured ones.
package struct LoadSettings: Hashable, Sendable {
    /// Values by name, for `set_config`.
    package var values: [String: String]
    /// Why configured settings aren't used.
    package var warnings: [String] = []

    /// Snowmelt's own settings.
    ///
    /// The server's statement limit must not end a long COPY. A lock that isn't granted, or a connection that is silent
    /// inside a transaction, must end it.
    private static let builtIn = [
        "statement_timeout": "0", "lock_timeout": "60s", "idle_in_transaction_session_timeout": "10min",
    ]

    /// - Parameter controlIsTarget: whether the control database is the target database. Then one WAL orders a chunk's
    ///   receipt before its done mark. Otherwise a receipt that isn't durable could be lost after its chunk was marked
    ///   done.
    package init(configured: [String: String], controlIsTarget: Bool) {
        let names = Set(configured.keys.map { $0.lowercased() })
        values = Self.builtIn.filter { !names.contains($0.key) }.merging(configured) { _, configured in configured }
        let commit = configured.first { $0.key.lowercased() == "synchronous_commit" }
        if let commit, ServerSetting.isOff(commit.value), !controlIsTarget {
            values[commit.key] = nil
            warnings.append(
                "synchronous_commit = off is not used: the control database isn't the target database, so a receipt "
                    + "must be on disk in the target before its chunk is marked done in the control database")
        }
    }
}
