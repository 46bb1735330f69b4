/// A step of publishing a table; its raw value is stored and shown.
///
/// Every step is idempotent: a dead coordinator's successor begins with the first step again, and a completed step
/// finds nothing to do. `TablePublisher` selects a table's steps and their order.
package enum PublicationStep: String, Sendable, CaseIterable {
    /// Makes the queue agree with the receipts.
    case reconcile
    /// Makes a table logged that was loaded unlogged.
    case log
    /// Compares the copied rows with the receipts and the plan.
    case audit
    /// Builds the primary key.
    case key
    /// Builds the target's indexes on the new rows, and the constraints that use them.
    case index
    /// Adds checks and foreign keys, and validates them on the new rows.
    case constrain
    /// Collects the server's planner statistics.
    case analyse
    /// Moves sequences past the loaded rows.
    case advance
    /// Makes the rows visible.
    case swap
    /// Validates foreign keys of other tables on the rows that are now visible.
    case validate
}
