import CADBC
import Model
import RowSource

/// A batch of the driver's, given back to it when nobody holds it any more.
final class ArrowBatch: @unchecked Sendable {
    // SAFETY: after it was fetched nobody writes the array; its release may be called from any thread.
    let array: UnsafeMutablePointer<ArrowArray>
    /// Where columns lie that have been brought into another layout.
    let memory = BatchMemory()

    init() {
        array = .allocate(capacity: 1)
        array.initialize(to: ArrowArray())
    }

    deinit {
        // A driver that has nothing to free has no release.
        array.pointee.release?(array)
        array.deallocate()
    }

    var rowCount: Int { Int(array.pointee.length) }
    /// The place of the first row in the columns.
    var offset: Int { Int(array.pointee.offset) }

    /// Where a column's values lie, as they are or decoded from a form.
    ///
    /// - Parameter rowsBefore: handed on before, for messages.
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
