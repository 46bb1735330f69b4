import Model
import RowSource

/// Decodes the rows of a binary COPY into column batches.
///
/// One buffer collects bytes until rows are complete; it grows for a row that is larger. A batch's values are copied
/// into one of two sets of columns, so that the next batch can be decoded while this one is encoded and sent.
final class CopyRowReader: CopyReader {
    private static let inputSize = 512 << 10
    /// Maximum fields per batch, which limits the memory for their positions.
    private static let mostFields = 64 << 10

    /// The position of a field's bytes in the input; a negative length means NULL.
    private struct Field {
        var start: Int
        var length: Int
    }

    private(set) var framing: CopyFraming
    private(set) var isEnded = false

    private let layouts: [CopyPlan.Layout]
    private let mostRows: Int
    private let mostBytes: Int
    private var input: UnsafeMutableRawBufferPointer
    /// Number of bytes in the input buffer; rows not yet returned start at `taken`.
    private var filled = 0
    private var taken = 0
    private var rowsTaken = 0
    private let fields: UnsafeMutablePointer<Field>
    private let sets: [[ColumnBuffer]]
    private var current = 0

    init(layouts: [CopyPlan.Layout], batch: BatchLimits, maxValueBytes: Int) {
        self.layouts = layouts
        framing = CopyFraming(columns: layouts.count, maxValueBytes: maxValueBytes)
        mostRows = max(1, min(batch.rows, Self.mostFields / max(1, layouts.count)))
        mostBytes = batch.bytes
        input = .allocate(byteCount: Self.inputSize, alignment: 16)
        fields = .allocate(capacity: mostRows * layouts.count)
        let rows = mostRows
        sets = (0..<2).map { _ in layouts.map { ColumnBuffer($0, rows: rows) } }
    }

    deinit {
        input.deallocate()
        fields.deallocate()
    }

    /// Complete rows that haven't been returned.
    var rowsWaiting: Int { framing.rows - rowsTaken }

    func room() -> UnsafeMutableRawBufferPointer {
        if taken > 0, let base = input.baseAddress {
            base.copyMemory(from: base + taken, byteCount: filled - taken)
            filled -= taken
            taken = 0
        }
        if filled == input.count {
            let grown = UnsafeMutableRawBufferPointer.allocate(byteCount: input.count * 2, alignment: 16)
            grown.copyMemory(from: UnsafeRawBufferPointer(input))
            input.deallocate()
            input = grown
        }
        return UnsafeMutableRawBufferPointer(rebasing: input[filled...])
    }

    func received(_ count: Int) throws(CopyFraming.Problem) {
        isEnded = count == 0
        _ = try framing.consume(UnsafeRawBufferPointer(rebasing: input[filled..<filled + count]))
        filled += count
    }

    /// Returns the waiting rows, or as many as fit a batch; at least one must be waiting.
    ///
    /// `framing` has already validated every count and length in these bytes.
    func take() -> ColumnBatch {
        if rowsTaken == 0 { taken += headerLength }
        let rows = locateRows()
        current = 1 - current
        let columns = layouts.indices.map { index in
            sets[current][index].load(rows: rows) { row in
                let field = fields[row * layouts.count + index]
                guard field.length >= 0 else { return nil }
                return UnsafeRawBufferPointer(rebasing: input[field.start..<field.start + field.length])
            }
        }
        rowsTaken += rows
        return ColumnBatch(rowCount: rows, columns: columns)
    }

    /// Length of the signature, the flags and the header extension.
    private var headerLength: Int {
        let place = CopyFraming.signature.count + 4
        return place + 4 + Int(Int32(bigEndian: input.loadUnaligned(fromByteOffset: place, as: Int32.self)))
    }

    /// Records the positions of the next rows' fields, up to the batch's limits; returns the number of rows.
    private func locateRows() -> Int {
        let width = layouts.count
        var longest = [Int](repeating: 0, count: width)
        var rows = 0
        var position = taken
        while rows < min(rowsWaiting, mostRows) {
            position += 2
            var rowBytes = 0
            for index in 0..<width {
                let length = Int(Int32(bigEndian: input.loadUnaligned(fromByteOffset: position, as: Int32.self)))
                position += 4
                fields[rows * width + index] = Field(start: position, length: length)
                position += max(0, length)
                longest[index] = max(longest[index], length)
                rowBytes += longest[index]
            }
            // Each value of a column gets the space of the column's longest value.
            if rows > 0, rowBytes * (rows + 1) > mostBytes { break }
            rows += 1
            taken = position
        }
        return rows
    }
}
