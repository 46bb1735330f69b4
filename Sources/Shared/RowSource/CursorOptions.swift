package import Model

/// Options for reading a statement's rows.
package struct CursorOptions: Sendable {
    /// The planned columns, in SELECT order; their declared types help to choose how each is read.
    package var columns: [ColumnSpec]
    package var batch: BatchLimits
    /// Maximum bytes per value; a longer value is refused as soon as its length is known.
    package var maxValueBytes: Int

    package init(columns: [ColumnSpec] = [], batch: BatchLimits = BatchLimits(), maxValueBytes: Int = .max) {
        self.columns = columns
        self.batch = batch
        self.maxValueBytes = maxValueBytes
    }
}
