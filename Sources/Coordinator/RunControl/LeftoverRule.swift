/// What a plan in mode `append` does about rows that an earlier run left in its table without publishing them.
package enum LeftoverRule: String, CaseIterable, Sendable {
    /// Refuses the plan, so that no row is doubled by accident.
    case refuse
    /// Treats the earlier run's chunks as copied, if the plan is the same.
    case goOn = "continue"
    /// Leaves those rows to the user, and copies all rows in addition.
    case accept
}
