import CADBC
import Model
import RowSource

/// One batch from the driver, released when it is no longer referenced.
final class ArrowBatch: @unchecked Sendable {
    // SAFETY: nobody modifies the array once it is fetched; it may be released from any thread.
    let array: UnsafeMutablePointer<ArrowArray>
    /// The memory of columns that were converted to another layout.
    let memory = BatchMemory()

    init() {
        array = .allocate(capacity: 1)
        array.initialize(to: ArrowArray())
    }

    deinit {
        // A driver with nothing to free sets no release function.
        array.pointee.release?(array)
        array.deallocate()
    }

    var rowCount: Int { Int(array.pointee.length) }
    /// The position of the first row in the columns.
    var offset: Int { Int(array.pointee.offset) }

    /// Locates a column's values, decoding them from their form if necessary.
    ///
    /// - Parameter rowsBefore: the number of rows returned earlier, for messages.
    func column(
        _ index: Int, _ field: ArrowField, _ rows: Range<Int>, _ form: ValueForm? = nil, after rowsBefore: Int = 0
    ) throws(SourceError) -> ColumnVector {
        guard let child = array.pointee.children?[index] else { throw ArrayView.malformed(field) }
        let column = try ColumnImport(
            field, child, skipped: offset + rows.lowerBound, count: rows.count, memory: memory)
        guard let form else { return try column.vector() }
        return try column.decoded(form, after: rowsBefore)
    }

    /// The columns, for reading single values.
    func columns(_ fields: [ArrowField]) throws(SourceError) -> [ArrayView] {
        var views: [ArrayView] = []
        for (index, field) in fields.enumerated() {
            guard let child = array.pointee.children?[index] else { throw ArrayView.malformed(field) }
            let view = try ArrayView(field, child)
            guard view.count >= offset + rowCount else { throw ArrayView.malformed(field) }
            views.append(view)
        }
        return views
    }
}
