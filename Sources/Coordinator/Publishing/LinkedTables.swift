import FoundationEssentials
import Model
import WorkQueue

/// A table's place among those that foreign keys link with it.
package struct LinkedTables: Sendable {
    /// The table's group, with itself.
    let group: Set<Int>
    /// Those of the group that aren't published yet, with itself, as the catalogue's texts name them.
    let open: Set<String>
    /// The same without itself.
    let unpublished: Set<String>

    /// A table without links.
    package static func alone(_ number: Int) -> LinkedTables {
        LinkedTables(group: [number], open: [], unpublished: [])
    }
}
