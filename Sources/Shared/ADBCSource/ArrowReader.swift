import Model
import RowSource

/// Returns the batches of a statement and keeps the last two, which the transfer may still be reading.
///
/// A driver's batch may be larger than requested; it is then returned in slices.
final class ArrowReader: @unchecked Sendable {
    // SAFETY: used only on its connection's thread; other threads hold a reference only to keep its memory alive.
    /// `nil` after the statement has ended; the batches are kept.
    private var result: ADBCStatement.Result?
    private let batchRows: Int
    /// The forms of the columns, in order; empty without a plan.
    private let forms: [ValueForm?]
    private var current: ArrowBatch?
    /// The batch whose rows were returned before those of the current one.
    private var previous: ArrowBatch?
    /// Rows of the current batch that were returned.
    private var taken = 0
    private var received = 0
    /// Whether all rows have been returned.
    private(set) var isAtEnd = false
    /// Rows returned from all batches.
    private var handedOn = 0

    init(_ result: ADBCStatement.Result, _ options: CursorOptions) {
        self.result = result
        batchRows = max(1, options.batch.rows)
        forms = options.columns.map(\.form)
    }

    /// Releases the statement.
    func end() {
        result = nil
    }

    /// The next rows, or `nil` at the end.
    func next() throws(SourceError) -> ColumnBatch? {
        while let result {
            if let current, taken < current.rowCount {
                let rows = min(batchRows, current.rowCount - taken)
                let batch = try slice(of: current, result.stream.fields, taken..<taken + rows)
                if taken > 0 { previous = nil }
                taken += rows
                handedOn += rows
                return batch
            }
            previous = nil
            isAtEnd = true
            guard let next = try result.stream.next() else {
                try result.check(received: received)
                return nil
            }
            isAtEnd = false
            guard next.rowCount > 0 else { continue }
            received += next.rowCount
            (previous, current, taken) = (current, next, 0)
        }
        return nil
    }

    private func slice(
        of batch: ArrowBatch, _ fields: [ArrowField], _ rows: Range<Int>
    ) throws(SourceError) -> ColumnBatch {
        var columns: [ColumnVector] = []
        columns.reserveCapacity(fields.count)
        for (index, field) in fields.enumerated() {
            let form = index < forms.count ? forms[index] : nil
            columns.append(try batch.column(index, field, rows, form, after: handedOn))
        }
        return ColumnBatch(rowCount: rows.count, columns: columns)
    }
}
