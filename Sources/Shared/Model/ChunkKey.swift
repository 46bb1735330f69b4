/// The key that identifies a chunk in its plan, its work row and its receipt.
package struct ChunkKey: Hashable, Sendable {
    package var runID: RandomID
    package var tableNumber: Int
    package var epoch: Int
    package var chunkNumber: Int

    package init(runID: RandomID, tableNumber: Int, epoch: Int, chunkNumber: Int) {
        self.runID = runID
        self.tableNumber = tableNumber
        self.epoch = epoch
        self.chunkNumber = chunkNumber
    }
}
