/// What can become of a run whose coordinator has ended, by what its chunks read.
package enum RunContinuation: Sendable {
    /// Chunks that are left can be copied as if nothing had happened.
    case goesOn
    /// The point in time that its chunks read is gone: all its tables are planned and copied anew, at another one.
    case startsAnew
    /// So is it, and rows that were copied can't be taken back.
    case endsHere
}
