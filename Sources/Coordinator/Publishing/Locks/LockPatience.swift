/// How long locks on users' tables are waited for.
///
/// Who waits for a lock holds up all who come later, so each attempt is short and each pause longer than the one before:
/// beside a reader that doesn't let go, others stand still for a few percent of the time.
package struct LockPatience: Sendable {
    /// How long an attempt waits for its locks, all together.
    package var attempt = Duration.milliseconds(150)
    package var firstPause = Duration.milliseconds(400)
    package var longestPause = Duration.seconds(5)
    /// How long is waited in all.
    package var limit = Duration.seconds(600)

    package init() {}
}
