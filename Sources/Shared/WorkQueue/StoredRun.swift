package import Model
import Postgres

/// A run as stored in the control database.
package struct StoredRun: Hashable, Sendable {
    package var id: RandomID
    package var name: String
    package var state: RunState
    package var configIdentity: String
    /// The name of its source, as workers share it.
    package var source: String
    /// The settings that it was planned with, as JSON without secrets.
    package var settings: String
    /// Who leads the run now; `nil` if nobody does.
    package var coordinator: String?

    init(_ row: PostgresRow) throws(PostgresError) {
        id = RandomID(text: try row.string("run_id"))
        name = try row.string("name")
        state = try RunState(row)
        configIdentity = try row.string("config_identity")
        source = try row.string("source")
        settings = try row.string("settings")
        coordinator = try row.optionalString("coordinator")
    }
}
