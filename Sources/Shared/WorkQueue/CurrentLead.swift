/// The lead of a run that a coordinator has, as stored in the control database.
package struct CurrentLead: Sendable {
    /// A description for people: `user@host, process 123`.
    package var coordinator: String
    /// The coordinator's process, for other processes of its host; `nil` if it is unknown.
    package var process: String?
    /// When the lead expires by the server's clock; it changes whenever the coordinator renews its lead.
    package var until: String
    /// The time until then.
    package var rest: Duration
}
