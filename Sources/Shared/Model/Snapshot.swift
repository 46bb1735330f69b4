/// The point in time that all chunks of a table read.
package enum Snapshot: Hashable, Sendable {
    /// The source can't pin one: chunks read what they find.
    case unpinned
    /// A point in time in the source's words.
    case pinned(String)

    /// As stored with runs and receipts.
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
