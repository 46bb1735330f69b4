/// A snapshot exported by a transaction of the source, as stored with runs and receipts: `00000003-0000001B-1@745:751`.
///
/// The server's own id isn't sufficient: a restarted server, or another host behind the same URL, can reuse an id for a
/// different snapshot. Rows of that point in time must not mix with this one's.
struct ExportedSnapshot: Hashable, Sendable {
    /// For `SET TRANSACTION SNAPSHOT`: only hexadecimal digits and dashes, since it is inserted into SQL unquoted.
    let id: String
    /// The oldest transaction that was open, and the first that hadn't begun.
    let transactions: String

    init(id: String, transactions: String) {
        self.id = id
        self.transactions = transactions
    }

    /// `nil` if the text is malformed; it comes from the control database.
    init?(text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty,
            parts[0].utf8.allSatisfy({ "0123456789ABCDEF-".utf8.contains($0) })
        else { return nil }
        self.init(id: String(parts[0]), transactions: String(parts[1]))
    }

    var text: String { "\(id)@\(transactions)" }
}
