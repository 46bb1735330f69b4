package import Model
import Postgres

/// The runs that a worker may work on, as the last heartbeat told.
package struct HeartbeatReply: Hashable, Sendable {
    /// Runs that are active, oldest first; paused ones too.
    package var active: [RandomID] = []
    package var paused: Set<RandomID> = []

    /// Nothing to work on.
    package static let none = HeartbeatReply(runs: "")

    /// From the statement's `id,id:paused,…`.
    init(runs: String) {
        for entry in runs.split(separator: ",") {
            let parts = entry.split(separator: ":")
            let id = RandomID(text: String(parts[0]))
            active.append(id)
            if parts.count > 1 { paused.insert(id) }
        }
    }
}
