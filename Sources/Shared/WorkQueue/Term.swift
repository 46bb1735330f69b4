package import Model
import Postgres

/// One time of leading a run: a new id each time somebody begins to, named by whatever changes the run.
///
/// It lasts until another one begins, or until it is given up. A lease says when another may begin; nothing else rests on
/// clocks. What a coordinator does under a term that has ended, finds that out and changes nothing:
/// - in the control database, each change holds the term, or has it as a condition;
/// - in the target, each change takes the locks there that a successor's would take, and only then asks whether the term
///   stands. A successor comes after it, or it comes too late.
package struct Term: Hashable, Sendable {
    package let run: RandomID
    package let id: RandomID

    package init(run: RandomID, id: RandomID = RandomID()) {
        self.run = run
        self.id = id
    }

    /// As the statements take it: run_id, term.
    var parameters: [PostgresValue] { [.text(run.text), .text(id.text)] }
}
