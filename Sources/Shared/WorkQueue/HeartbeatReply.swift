package import Model
import Postgres

/// The reply to a heartbeat: the runs that the worker may work on.
package struct HeartbeatReply: Hashable, Sendable {
    /// Active runs, oldest first, including paused ones.
    package var active: [RandomID] = []
    package var paused: Set<RandomID> = []

    /// No runs to work on.
    package static let none = HeartbeatReply(runs: "")

    /// Parses the statement's `id,id:paused,…`.
    init(runs: String) {
        for entry in runs.split(separator: ",") {
            let parts = entry.split(separator: ":")
            let id = RandomID(text: String(parts[0]))
            active.append(id)
            if parts.count > 1 { paused.insert(id) }
        }
    }
}
