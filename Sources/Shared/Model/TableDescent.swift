/// The relation between a table and its parent, whose rows include the table's rows: inheritance or partitioning.
package struct TableDescent: Hashable, Sendable {
    package var child: QualifiedName
    package var parent: QualifiedName
    package var isPartition: Bool

    package init(child: QualifiedName, parent: QualifiedName, isPartition: Bool) {
        self.child = child
        self.parent = parent
        self.isPartition = isPartition
    }

    /// Reads a catalogue row: the child's schema and name, the parent's schema and name, whether it is a partition (0
    /// or 1).
    package init?(_ row: [String?]) {
        guard row.count == 5, let child = row[1], let parent = row[3] else { return nil }
        self.init(
            child: QualifiedName(schema: row[0], name: child), parent: QualifiedName(schema: row[2], name: parent),
            isPartition: row[4] == "1")
    }
}
