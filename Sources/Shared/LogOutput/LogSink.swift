import Glibc
import Synchronization

/// Where lines for people go: standard error, or above a live display while one is shown.
package final class LogSink: Sendable {
    package static let standardError = LogSink { line in
        StandardStream.error.write(line + "\n")
    }

    private let write: Mutex<@Sendable (String) -> Void>
    private let original: @Sendable (String) -> Void

    /// `write` gets whole lines without their end.
    package init(_ write: @escaping @Sendable (String) -> Void) {
        original = write
        self.write = Mutex(write)
    }

    package func line(_ text: String) {
        // Called outside the lock: what is behind a redirection may log itself.
        write.withLock { $0 }(text)
    }

    /// Sends lines elsewhere from now on; nil: where they went at first.
    package func redirect(to write: (@Sendable (String) -> Void)?) {
        self.write.withLock { $0 = write ?? original }
    }
}
