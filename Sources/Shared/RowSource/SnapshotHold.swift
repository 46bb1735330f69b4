package import Model

/// A point in time at the source that stays readable as long as this is held.
package protocol SnapshotHold: AnyObject, Sendable {
    var snapshot: Snapshot { get }
    /// A connection that reads this point in time, and goes on to do so after it was used: the tables that it has read
    /// stay as they are until the hold is let go.
    var connection: any SourceConnection { get }
    /// Why a table, or a query (nil), isn't read at this point in time; nil: it is.
    func gap(_ table: SourceTable?) -> String?
    func letGo() async
}
