/// How a worker works, as configured: of all tables of a configuration, the largest value of each.
package struct WorkOptions: Hashable, Sendable {
    /// Slots per worker.
    package var threads = 8
    /// Time that a worker with a deadline keeps free at its end.
    package var timeoutBuffer = Duration.seconds(60)
    /// A chunk that moves no row for this long is cancelled and tried again.
    package var stallTimeout = Duration.seconds(600)
    /// A longer value is refused, in bytes: a slot holds a few copies of a value while it is on its way.
    package var maxValueBytes = 256 << 20

    package init() {}

    /// The larger value of each.
    package func widened(by other: WorkOptions) -> WorkOptions {
        var options = self
        options.threads = max(threads, other.threads)
        options.timeoutBuffer = max(timeoutBuffer, other.timeoutBuffer)
        options.stallTimeout = max(stallTimeout, other.stallTimeout)
        options.maxValueBytes = max(maxValueBytes, other.maxValueBytes)
        return options
    }
}
