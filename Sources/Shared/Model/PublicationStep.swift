/// A step of publishing a table, by the name that is stored and shown.
///
/// Each may be repeated: the successor of a coordinator that died begins with the first again, and a step that was done
/// finds nothing to do. Which of them a table takes, and in what order, is `TablePublisher`'s.
package enum PublicationStep: String, Sendable, CaseIterable {
    /// The queue is brought in line with the receipts.
    case reconcile
    /// Rows that were loaded unlogged are logged.
    case log
    /// The rows that arrived are held against the receipts and the plan.
    case audit
    /// The primary key is built.
    case key
    /// The target's indexes are built on the new rows, and the constraints over them.
    case index
    /// Checks and foreign keys are held against the new rows.
    case constrain
    /// The planner's statistics are gathered.
    case analyse
    /// Sequences are moved past the rows that were loaded.
    case advance
    /// The rows become visible.
    case swap
    /// Foreign keys of other tables are held against the rows that are visible now.
    case validate
}
