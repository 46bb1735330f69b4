import Glibc
import Synchronization

/// Where lines for people go: standard error, or above a live display while one is shown.
package final class LogSink: Sendable {
    package static let standardError = LogSink { line in
        StandardStream.error.write(line + "\n")
    }

    /// Where lines go.
    ///
    /// In a struct of its own: a bare function in a generic place is wrapped anew whenever it is looked at there, so
    /// that each line would make the next one slower and its stack deeper.
    private struct Way: Sendable {
        let write: @Sendable (String) -> Void
    }

    private let way: Mutex<Way>
    private let original: Way

    /// `write` gets whole lines without their end.
    package init(_ write: @escaping @Sendable (String) -> Void) {
        original = Way(write: write)
        way = Mutex(original)
    }

    package func line(_ text: String) {
        // Called outside the lock: what is behind a redirection may log itself.
        way.withLock { $0 }.write(text)
    }

    /// Sends lines elsewhere from now on; nil: where they went at first.
    package func redirect(to write: (@Sendable (String) -> Void)?) {
        way.withLock { $0 = write.map(Way.init) ?? original }
    }
}
