// FoundationEssentials: JSON.
import FoundationEssentials
package import Model

/// The event that asks a worker to work: `{"action": "work", "config"?, "run_id"?}`.
package struct WorkRequest: Hashable, Sendable, Decodable {
    /// The path of the config; nil: the function's own.
    package var config: String?
    /// As a user names a run; nil: the config's unfinished one.
    package var runID: String?

    private struct Event: Decodable {
        var action: String?
        var config: String?
        var run_id: String?
    }

    private static let example = #"Send {"action": "work"}, with "config" and "run_id" where need be."#

    /// Reads an event.
    ///
    /// Nothing of it is in the errors but the names of actions.
    package init(event: [UInt8]) throws(Failure) {
        let fields: Event
        do {
            fields = try JSONDecoder().decode(Event.self, from: Data(event))
        } catch {
            throw Failure(
                .usage, #"the event is no JSON object whose "action", "config" and "run_id" are texts"#,
                hint: Self.example)
        }
        switch fields.action {
        case "work":
            config = fields.config
            runID = fields.run_id
        case let action? where ["plan", "publish", "status"].contains(action):
            throw Failure(
                .usage, "the action \(action) is the coordinator's; this function is a worker, which takes work alone",
                hint: "Run `snowmelt \(action)` with the same config on a host, or in a container or task.")
        case nil:
            throw Failure(.usage, "the event has no action", hint: Self.example)
        default:
            throw Failure(.usage, "the event's action isn't known", hint: Self.example)
        }
    }
}
