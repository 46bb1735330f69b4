import FoundationEssentials
import Model
import WorkQueue

/// A table's place among the tables that are linked to it by foreign keys.
package struct LinkedTables: Sendable {
    /// The table's group, including itself.
    let group: Set<Int>
    /// The group's tables that aren't published yet, including itself, named as in the catalogue's texts.
    let open: Set<String>
    /// The same, without the table itself.
    let unpublished: Set<String>

    /// A table without links.
    package static func alone(_ number: Int) -> LinkedTables {
        LinkedTables(group: [number], open: [], unpublished: [])
    }
}
