package import WorkQueue

/// Receives a run's status during the run; the progress display is one.
package protocol RunObserver: PhaseObserver {
    /// Called a few times per second, from planning on.
    func update(_ status: RunStatus, workers: [WorkerStatus])
}
