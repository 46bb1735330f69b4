/// A snapshot that a transaction of the source has exported, as runs and receipts name it: `00000003-0000001B-1@745:751`.
///
/// The server's own id isn't enough. A server that was restarted, or another host of the same URL, gives the ids of
/// before to others; rows of their point in time must not get between this one's.
struct ExportedSnapshot: Hashable, Sendable {
    /// For `SET TRANSACTION SNAPSHOT`: hexadecimal digits and dashes alone, for it goes into SQL as it is.
    let id: String
    /// The oldest transaction that was open, and the first that hadn't begun.
    let transactions: String

    init(id: String, transactions: String) {
        self.id = id
        self.transactions = transactions
    }

    /// Nil for what isn't one: the text comes from the control database.
    init?(text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty,
            parts[0].utf8.allSatisfy({ "0123456789ABCDEF-".utf8.contains($0) })
        else { return nil }
        self.init(id: String(parts[0]), transactions: String(parts[1]))
    }

    var text: String { "\(id)@\(transactions)" }
}
