/// The point in time that all chunks of a table read.
package enum Snapshot: Hashable, Sendable {
    /// No fixed point in time: chunks read the current rows.
    case unpinned
    /// A point in time, in the source's own form.
    case pinned(String)

    /// Reads the stored form, which runs and receipts contain.
    package init(text: String) {
        self = text == "unpinned" ? .unpinned : .pinned(text)
    }

    package var text: String {
        switch self {
        case .unpinned: "unpinned"
        case .pinned(let point): point
        }
    }
}
