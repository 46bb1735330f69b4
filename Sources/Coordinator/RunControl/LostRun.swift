import Model
import Postgres
import Statements
import WorkQueue

/// A run that owns tables of the target but is unknown to the control database.
///
/// The control database was restored to a time before the run's plan, or newly set up, or isn't the one that the run was
/// planned with.
struct LostRun: Sendable {
    let id: RandomID
    let name: String
    let owner: String
    let since: String
    let tables: String

    /// The lost run with this name or id; `nil` if there is none, or more than one.
    static func find(_ text: String, on target: PostgresConnection) async throws -> LostRun? {
        guard try await target.query(SQL.targetSchemaExists).first?.bool("present") == true else { return nil }
        let rows = try await target.query(SQL.lostRun, [.text(text)])
        guard rows.count == 1, let row = rows.first else { return nil }
        return LostRun(
            id: RandomID(text: try row.string("run_id")), name: try row.string("run_name"),
            owner: try row.string("owner"), since: try row.string("fenced_at"), tables: try row.string("tables"))
    }

    var failure: Failure {
        Failure(
            .refused,
            "run \(name) (\(id)) of \(owner) owns \(tables) since \(since), and this control database doesn't know it: it "
                + "was restored to before that run's plan, or the run is another control database's",
            hint:
                "If that run is no longer active, `snowmelt cancel \(id) --yes` frees its tables and shows which rows "
                + "remain.")
    }
}
