// FoundationEssentials: JSON.
import FoundationEssentials
package import Model

/// The event that makes a worker work: `{"action": "work", "config"?, "run_id"?}`.
package struct WorkRequest: Hashable, Sendable, Decodable {
    /// The path of the config; `nil` for the function's own.
    package var config: String?
    /// The run's id, start of an id, name or `latest`; `nil` for the config's unfinished run.
    package var runID: String?

    private struct Event: Decodable {
        var action: String?
        var config: String?
        var run_id: String?
    }

    private static let example = #"Send {"action": "work"}, with "config" and "run_id" if needed."#

    /// Reads an event.
    ///
    /// Errors quote nothing of the event except known actions.
    package init(event: [UInt8]) throws(Failure) {
        let fields: Event
        do {
            fields = try JSONDecoder().decode(Event.self, from: Data(event))
        } catch {
            throw Failure(
                .usage, #"the event isn't a JSON object in which "action", "config" and "run_id" are strings"#,
                hint: Self.example)
        }
        switch fields.action {
        case "work":
            config = fields.config
            runID = fields.run_id
        case let action? where ["plan", "publish", "status"].contains(action):
            throw Failure(
                .usage,
                "the action \(action) is the coordinator's; this function is a worker and only takes the action work",
                hint: "Run `snowmelt \(action)` with the same config on a host, or in a container or task.")
        case nil:
            throw Failure(.usage, "the event has no action", hint: Self.example)
        default:
            throw Failure(.usage, "the event's action is unknown", hint: Self.example)
        }
    }
}
