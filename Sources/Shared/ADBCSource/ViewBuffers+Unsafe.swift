import CADBC
import RowSource

/// The buffers of an array of views: 16 bytes per value, which contain the value or its location.
struct ViewBuffers {
    private let field: ArrowField
    private let array: UnsafePointer<ArrowArray>
    private let views: UnsafeRawPointer
    /// Number of data buffers.
    private let dataCount: Int
    private let lengths: UnsafeRawPointer?

    init(_ field: ArrowField, _ array: UnsafePointer<ArrowArray>) throws(SourceError) {
        self.field = field
        self.array = array
        // The buffers are validity, views, any number of data buffers, and the lengths of the data buffers.
        dataCount = Int(array.pointee.n_buffers) - 3
        guard dataCount >= 0, let buffers = array.pointee.buffers, let views = buffers[1] else {
            throw ArrayView.malformed(field)
        }
        self.views = views
        lengths = buffers[dataCount + 2]
    }

    /// - Parameter place: the row with the array's offset added; must not be NULL.
    @inline(__always)
    func span(at place: Int) throws(SourceError) -> ByteSpan {
        let view = views + place * 16
        let count = Int(view.loadUnaligned(as: Int32.self))
        guard count > 12 else {
            guard count >= 0 else { throw ArrayView.malformed(field) }
            return ByteSpan(start: view + 4, count: count)
        }
        let index = Int(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
        let offset = Int(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
        guard index >= 0, index < dataCount, offset >= 0, let base = array.pointee.buffers?[index + 2], let lengths,
            offset + count <= Int(lengths.loadUnaligned(fromByteOffset: index * 8, as: Int64.self))
        else { throw ArrayView.malformed(field) }
        return ByteSpan(start: base + offset, count: count)
    }
}
