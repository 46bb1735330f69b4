/// What a plan in mode `append` does about rows that an earlier run has left in its table without publishing them.
package enum LeftoverRule: String, CaseIterable, Sendable {
    /// Doubles nothing without being told to.
    case refuse
    /// Takes the earlier run's chunks as copied, if the plan is the same.
    case goOn = "continue"
    /// Leaves them to the user, and copies all rows beside them.
    case accept
}
