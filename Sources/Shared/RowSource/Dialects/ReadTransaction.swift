/// The statements that begin and end a read transaction.
package struct ReadTransaction: Hashable, Sendable {
    /// In order; includes settings for how values print, in effect for this transaction only.
    package var beginning: [String]
    package var end: String
}
