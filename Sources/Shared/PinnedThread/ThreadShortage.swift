/// The error if the system gives this process no more threads, or no memory for their stacks.
package struct ThreadShortage: Error, Sendable, CustomStringConvertible {
    package static let operation = "pthread_create"
    package static let advice =
        "Lower `threads` or the number of workers, or raise this process's limits (`ulimit -u`, `ulimit -v`, a "
        + "container's pids and memory)."

    /// The system's message.
    package let reason: String

    package var description: String { "this process gets no more threads: \(reason)" }
}
