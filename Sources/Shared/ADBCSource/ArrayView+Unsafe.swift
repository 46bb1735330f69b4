import CADBC
import RowSource

/// Reads single values of a driver's array, for small results and nested values.
///
/// Rows are counted from the array's own first row: its offset is added here.
struct ArrayView {
    let field: ArrowField
    private let array: UnsafePointer<ArrowArray>

    init(_ field: ArrowField, _ array: UnsafePointer<ArrowArray>) throws(SourceError) {
        self.field = field
        self.array = array
        let buffers = field.dictionary == nil ? field.type.bufferCount : 2
        guard array.pointee.offset >= 0, array.pointee.length >= 0,
            array.pointee.n_buffers >= Int64(buffers ?? 0)
        else { throw Self.malformed(field) }
    }

    static func malformed(_ field: ArrowField) -> SourceError {
        SourceError(
            .other, operation: "get_next",
            message: "the driver's data for column '\(field.name)' doesn't have the layout that it declares")
    }

    var count: Int { Int(array.pointee.length) }

    func child(_ index: Int) throws(SourceError) -> ArrayView {
        guard index < field.children.count, Int64(index) < array.pointee.n_children,
            let child = array.pointee.children?[index]
        else { throw Self.malformed(field) }
        return try ArrayView(field.children[index], child)
    }

    /// The structure's field with this name; `nil` if there is none.
    func child(named name: String) throws(SourceError) -> ArrayView? {
        guard let index = field.children.firstIndex(where: { $0.name == name }) else { return nil }
        return try child(index)
    }

    /// The dictionary's values, and the position among them of a row's value.
    func entry(at row: Int) throws(SourceError) -> (values: ArrayView, row: Int)? {
        guard let dictionary = field.dictionary else { return nil }
        guard let values = array.pointee.dictionary else { throw Self.malformed(field) }
        let view = try ArrayView(dictionary.values.field, values)
        let index = try integer(at: row, as: dictionary.index)
        guard index >= 0, index < view.count else { throw Self.malformed(field) }
        return (view, index)
    }

    func isNull(at row: Int) -> Bool {
        if field.type == .null, field.dictionary == nil { return true }
        guard array.pointee.null_count != 0, let bits = buffer(0) else { return false }
        return !bit(bits, row)
    }

    /// Whether a row is NULL itself, or refers to a NULL in the dictionary.
    func isNothing(at row: Int) throws(SourceError) -> Bool {
        if isNull(at: row) { return true }
        guard let entry = try entry(at: row) else { return false }
        return try entry.values.isNothing(at: entry.row)
    }

    func flag(at row: Int) throws(SourceError) -> Bool {
        guard let bits = buffer(1) else { throw Self.malformed(field) }
        return bit(bits, row)
    }

    /// A value of fixed width, at any alignment; `part` is its index within a row of several values.
    func value<Value: BitwiseCopyable>(
        at row: Int, as: Value.Type, part: Int = 0, of parts: Int = 1
    ) throws(SourceError) -> Value {
        guard let base = buffer(1) else { throw Self.malformed(field) }
        let place = (row + Int(array.pointee.offset)) * parts + part
        return base.loadUnaligned(fromByteOffset: place * MemoryLayout<Value>.stride, as: Value.self)
    }

    func integer(at row: Int, as type: ArrowType) throws(SourceError) -> Int {
        switch type {
        case .integer(8, true): Int(try value(at: row, as: Int8.self))
        case .integer(8, false): Int(try value(at: row, as: UInt8.self))
        case .integer(16, true): Int(try value(at: row, as: Int16.self))
        case .integer(16, false): Int(try value(at: row, as: UInt16.self))
        case .integer(32, true): Int(try value(at: row, as: Int32.self))
        case .integer(32, false): Int(try value(at: row, as: UInt32.self))
        case .integer(64, true): Int(try value(at: row, as: Int64.self))
        case .integer(64, false): Int(clamping: try value(at: row, as: UInt64.self))
        default: throw Self.malformed(field)
        }
    }

    /// The bytes of a text or binary value.
    func bytes(at row: Int) throws(SourceError) -> UnsafeRawBufferPointer {
        let place = row + Int(array.pointee.offset)
        switch field.type {
        case .text(let bits), .binary(let bits):
            let range = try range(at: row, offsetBits: bits)
            guard !range.isEmpty else { return UnsafeRawBufferPointer(start: nil, count: 0) }
            guard let base = buffer(2) else { throw Self.malformed(field) }
            return UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
        case .fixedBinary(let width):
            guard let base = buffer(1) else { throw Self.malformed(field) }
            return UnsafeRawBufferPointer(start: base + place * width, count: width)
        case .textView, .binaryView:
            let span = try ViewBuffers(field, array).span(at: place)
            return UnsafeRawBufferPointer(start: span.start, count: span.count)
        default: throw Self.malformed(field)
        }
    }

    /// The rows of the child array that belong to a list's row.
    func items(at row: Int) throws(SourceError) -> Range<Int> {
        switch field.type {
        case .list(let bits): return try range(at: row, offsetBits: bits)
        case .map: return try range(at: row, offsetBits: 32)
        case .fixedList(let length):
            let start = (row + Int(array.pointee.offset)) * length
            return start..<start + length
        default: throw Self.malformed(field)
        }
    }

    /// The row of the child array that belongs to a structure's row.
    func childRow(_ row: Int) -> Int { row + Int(array.pointee.offset) }

    private func range(at row: Int, offsetBits: Int) throws(SourceError) -> Range<Int> {
        let (start, end): (Int, Int)
        if offsetBits == 32 {
            start = Int(try value(at: row, as: Int32.self))
            end = Int(try value(at: row + 1, as: Int32.self))
        } else {
            start = Int(try value(at: row, as: Int64.self))
            end = Int(try value(at: row + 1, as: Int64.self))
        }
        guard start >= 0, start <= end else { throw Self.malformed(field) }
        return start..<end
    }

    private func buffer(_ index: Int) -> UnsafeRawPointer? {
        array.pointee.buffers?[index]
    }

    private func bit(_ bits: UnsafeRawPointer, _ row: Int) -> Bool {
        let place = row + Int(array.pointee.offset)
        return bits.load(fromByteOffset: place >> 3, as: UInt8.self) >> UInt8(place & 7) & 1 != 0
    }
}
