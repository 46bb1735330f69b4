/// A dedicated thread as the executor of actors whose calls block in C libraries.
///
/// The thread ends after its last job once there is no reference to this object. An actor runs on the thread if it
/// holds a reference and declares
/// `nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }`.
package final class PinnedThread: SerialExecutor {
    // A job holds the executor, so the last reference may be released on the thread itself. Therefore the thread is
    // detached and never joined; `deinit` only signals that no more jobs follow.
    private struct Job {
        let job: UnownedJob
        let executor: PinnedThread
    }

    private struct Queue {
        var jobs: [Job] = []
        var isClosed = false
        var thread: ThreadIdentity?
    }

    private let queue: Monitor<Queue>

    /// Starts the thread.
    ///
    /// - Parameter name: the thread's name; `top -H` shows its first 15 bytes.
    package init(name: String) throws(ThreadShortage) {
        let queue = Monitor(Queue())
        self.queue = queue
        try startThread(named: name) { Self.run(queue) }
    }

    deinit {
        queue.withLock { $0.isClosed = true }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = Job(job: UnownedJob(job), executor: self)
        queue.withLock { $0.jobs.append(job) }
    }

    /// Whether the caller runs on this thread.
    package var isCurrent: Bool {
        let current = ThreadIdentity.current
        return queue.withLock { $0.thread == current }
    }

    package func checkIsolated() {
        precondition(isCurrent, "not on the pinned thread that this actor runs on")
    }

    package func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    private static func run(_ queue: Monitor<Queue>) {
        let current = ThreadIdentity.current
        queue.withLock { $0.thread = current }
        while let next = next(of: queue) {
            next.job.runSynchronously(on: next.executor.asUnownedSerialExecutor())
        }
    }

    /// Waits for a job; returns `nil` if the executor is gone and no job is left.
    private static func next(of queue: Monitor<Queue>) -> Job? {
        let next: Job?? = queue.wait { queue in
            if !queue.jobs.isEmpty { return .some(queue.jobs.removeFirst()) }
            return queue.isClosed ? .some(nil) : nil
        }
        return next ?? nil
    }
}
