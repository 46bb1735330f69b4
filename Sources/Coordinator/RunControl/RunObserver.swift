package import WorkQueue

/// Watches a run from near: the progress display.
package protocol RunObserver: Sendable {
    /// A few times a second, from the plan on.
    func update(_ status: RunStatus, workers: [WorkerStatus])
}
