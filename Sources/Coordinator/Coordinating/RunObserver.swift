package import WorkQueue

/// Watches a run from near: the progress display.
package protocol RunObserver: Sendable {
    /// Twice a second or so.
    func update(_ status: RunStatus, workers: [WorkerStatus])
}
