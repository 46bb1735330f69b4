package import Model
import Postgres

/// One period of leading a run, with an id of its own that every change of the run names.
///
/// A term lasts until another one begins or until it is given up. A lease decides when another may begin; nothing else
/// depends on clocks. A change under a term that has ended has no effect:
/// - in the control database, each change locks the term or has it as a condition;
/// - in the target, each change first takes the locks that a successor's change would take, and only then asks whether
///   the term still stands. So a successor waits for the change, or the change finds that its term has ended.
package struct Term: Hashable, Sendable {
    package let run: RandomID
    package let id: RandomID

    package init(run: RandomID, id: RandomID = RandomID()) {
        self.run = run
        self.id = id
    }

    /// The statements' parameters: run_id, term.
    var parameters: [PostgresValue] { [.text(run.text), .text(id.text)] }
}
