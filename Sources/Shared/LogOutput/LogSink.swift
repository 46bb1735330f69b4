import Glibc
import Synchronization

/// The destination of log lines: standard error, or above a live display while one is shown.
package final class LogSink: Sendable {
    package static let standardError = LogSink { line in
        StandardStream.error.write(line + "\n")
    }

    /// The function that writes lines.
    ///
    /// It is wrapped in a struct, because Swift would otherwise wrap the function again at each access through the
    /// generic `Mutex`, so that each line would make the next one slower and its stack deeper.
    private struct Way: Sendable {
        let write: @Sendable (String) -> Void
    }

    private let way: Mutex<Way>
    private let original: Way

    /// - Parameter write: receives whole lines without line ends.
    package init(_ write: @escaping @Sendable (String) -> Void) {
        original = Way(write: write)
        way = Mutex(original)
    }

    package func line(_ text: String) {
        // Called outside the lock, because a redirection's function may log as well.
        way.withLock { $0 }.write(text)
    }

    /// Sends lines to `write` from now on; `nil` restores the original destination.
    package func redirect(to write: (@Sendable (String) -> Void)?) {
        way.withLock { $0 = write.map(Way.init) ?? original }
    }
}
