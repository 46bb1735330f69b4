package import Model

/// Keeps a point in time at the source readable until it is closed.
package protocol SnapshotHold: AnyObject, Closable {
    var snapshot: Snapshot { get }
    /// A connection that reads this point in time, and still does after it was used.
    ///
    /// The tables that it has read stay unchanged until the hold is closed.
    var connection: any SourceConnection { get }
    /// Why a table (or a query, if `nil`) isn't read at this point in time; `nil` if it is.
    func gap(_ table: SourceTable?) -> String?
}
