/// How a run can continue after its coordinator has ended, depending on the snapshot that its chunks read.
package enum RunContinuation: Sendable {
    /// The remaining chunks can be copied as before.
    case goesOn
    /// The snapshot is gone: all tables are planned and copied again, at another snapshot.
    case startsAnew
    /// The snapshot is gone, and copied rows can't be removed.
    case endsHere
}
