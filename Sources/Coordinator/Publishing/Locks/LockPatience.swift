/// How long to wait for locks on users' tables.
///
/// A session waiting for a lock blocks all later sessions. So each attempt is short, and each pause is longer than the
/// one before: while a reader keeps its lock, other sessions are blocked for a few percent of the time.
package struct LockPatience: Sendable {
    /// The total time for which one attempt waits for its locks.
    package var attempt = Duration.milliseconds(150)
    package var firstPause = Duration.milliseconds(400)
    package var longestPause = Duration.seconds(5)
    /// The total time over all attempts.
    package var limit = Duration.seconds(600)

    package init() {}
}
