/// A chunk whose number of copied rows differs from the plan's.
package struct DifferingChunk: Hashable, Sendable {
    package var number: Int
    package var range: String
    package var plannedRows: Int
    package var copiedRows: Int

    package init(number: Int, range: String, plannedRows: Int, copiedRows: Int) {
        self.number = number
        self.range = range
        self.plannedRows = plannedRows
        self.copiedRows = copiedRows
    }
}
