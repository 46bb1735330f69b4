package import Model

/// Options for reading a statement's rows.
package struct CursorOptions: Sendable {
    /// The planned columns, in SELECT order; their declared types help to choose how each is read.
    package var columns: [ColumnSpec]
    /// Maximum rows per batch.
    package var batchRows: Int
    /// Maximum bytes per buffer; exceeded only by a single row that is larger.
    package var batchBytes: Int
    /// Maximum bytes per value; a longer value is refused as soon as its length is known.
    package var maxValueBytes: Int

    package init(
        columns: [ColumnSpec], batchRows: Int, batchBytes: Int = 2 << 20, maxValueBytes: Int = .max
    ) {
        self.columns = columns
        self.batchRows = batchRows
        self.batchBytes = batchBytes
        self.maxValueBytes = maxValueBytes
    }
}
