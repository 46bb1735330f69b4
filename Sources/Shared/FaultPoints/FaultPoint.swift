/// A place at which fault tests make a process die, stop, wait or fail.
///
/// Only a debug build reads the environment; in a release build `reach` does nothing.
package enum FaultPoint: String, CaseIterable, Sendable {
    // A chunk, in the order of its steps.
    case afterClaim = "after-claim"
    /// A batch was fetched but not sent.
    case midFetch = "mid-fetch"
    /// A batch was sent.
    case midCopy = "mid-copy"
    /// The server has reported the number of copied rows.
    case afterCopy = "after-copy"
    /// The receipt is inserted but not committed.
    case beforeCommit = "before-commit"
    /// The chunk is committed but not marked as done.
    case afterCommit = "after-commit"
    /// The chunk is marked as done, but the slot doesn't know yet.
    case afterFinish = "after-finish"

    /// The void receipt of a split chunk is committed, but its halves aren't queued.
    case afterVoid = "after-void"

    // A worker.
    case beforeHeartbeat = "before-heartbeat"
    /// The worker has checked which claims its slots hold, but hasn't requeued the others.
    case beforeRequeue = "before-requeue"

    // A coordinator.
    /// The target is set up, but the chunks aren't written.
    case midPlan = "mid-plan"
    /// The chunks are written, but the planner doesn't know yet.
    case afterPlan = "after-plan"
    /// Receipts and queue agree, but no further step is done.
    case afterReconcile = "after-reconcile"
    /// The rows and their receipts are logged, so they survive a crash of the target; the key isn't built.
    case afterLogging = "after-logging"
    /// Everything that a table needs before it becomes visible is done; for a small table, nothing yet.
    case beforeSwap = "before-swap"
    /// The table is visible but not recorded as published.
    case afterSwap = "after-swap"

    #if !FAULT_POINTS
        package func reach() throws {}
        package static var leadSeconds: Double? { nil }
        package static let variables: [String] = []
    #endif
}
