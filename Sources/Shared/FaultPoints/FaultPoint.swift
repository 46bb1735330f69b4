/// A place at which the fault tests make a process die, stand still, wait or fail.
///
/// Only a debug build reads the environment; in a release build `reach` does nothing.
package enum FaultPoint: String, CaseIterable, Sendable {
    // A chunk, in the order of its life.
    case afterClaim = "after-claim"
    /// A batch was fetched and not sent.
    case midFetch = "mid-fetch"
    /// A batch was sent.
    case midCopy = "mid-copy"
    /// The server has said how many rows it took.
    case afterCopy = "after-copy"
    /// The receipt is written and not committed.
    case beforeCommit = "before-commit"
    /// Committed, and not marked as done.
    case afterCommit = "after-commit"
    /// Marked as done; the slot doesn't know yet.
    case afterFinish = "after-finish"

    /// The void receipt of a chunk that is split is committed, its halves aren't queued.
    case afterVoid = "after-void"

    // A worker.
    case beforeHeartbeat = "before-heartbeat"
    /// It has looked which claims its slots hold, and not requeued the others.
    case beforeRequeue = "before-requeue"

    // A coordinator.
    /// The target is set up and the chunks aren't written.
    case midPlan = "mid-plan"
    /// The chunks are written and the planner doesn't know yet.
    case afterPlan = "after-plan"
    /// Receipts and queue agree; nothing else is done.
    case afterReconcile = "after-reconcile"
    /// The rows and their receipts are logged, and can outlive a crash of the target; the key is missing.
    case afterLogging = "after-logging"
    /// The primary key stands, the table isn't visible.
    case beforeSwap = "before-swap"
    /// The table is visible and not recorded as published.
    case afterSwap = "after-swap"

    #if !FAULT_POINTS
        package func reach() throws {}
        package static var leadSeconds: Double? { nil }
    #endif
}
