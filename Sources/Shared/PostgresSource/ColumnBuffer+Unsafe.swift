import RowSource

/// The memory of one column of a batch.
final class ColumnBuffer {
    /// Memory beyond this size is freed once a batch needs less.
    private static let keptBytes = 1 << 20

    private let layout: CopyPlan.Layout
    private let lengths: UnsafeMutablePointer<Int>
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int

    init(_ layout: CopyPlan.Layout, rows: Int) {
        self.layout = layout
        lengths = .allocate(capacity: rows)
        capacity = rows * 8
        memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        lengths.deallocate()
        memory.deallocate()
    }

    /// Stores the fields of `rows` rows; `field` returns one field's bytes, `nil` for NULL.
    func load(rows: Int, _ field: (Int) -> UnsafeRawBufferPointer?) -> ColumnVector {
        let values: ColumnValues
        switch layout {
        case .text, .binary:
            let slots = loadBytes(rows: rows, field)
            values = layout == .text ? .text(slots) : .binary(slots)
        case .boolean:
            values = .bool8(UnsafePointer(load(UInt8.self, rows, field) { $0[0] }))
        case .integer(width: 2):
            values = .int64(UnsafePointer(load(Int64.self, rows, field) { Int64(Self.bigEndian(Int16.self, $0)) }))
        case .integer(width: 4):
            values = .int64(UnsafePointer(load(Int64.self, rows, field) { Int64(Self.bigEndian(Int32.self, $0)) }))
        case .integer:
            values = .int64(UnsafePointer(load(Int64.self, rows, field) { Self.bigEndian(Int64.self, $0) }))
        case .real:
            values = .float64(
                UnsafePointer(
                    load(Double.self, rows, field) { Double(Float(bitPattern: Self.bigEndian(UInt32.self, $0))) }))
        case .double:
            values = .float64(
                UnsafePointer(load(Double.self, rows, field) { Double(bitPattern: Self.bigEndian(UInt64.self, $0)) }))
        }
        return ColumnVector(values: values, validity: .lengths(UnsafePointer(lengths)))
    }

    @inline(__always)
    private func load<Value>(
        _: Value.Type, _ rows: Int, _ field: (Int) -> UnsafeRawBufferPointer?,
        _ decode: (UnsafeRawBufferPointer) -> Value
    ) -> UnsafeMutablePointer<Value> {
        let values = memory.assumingMemoryBound(to: Value.self)
        for row in 0..<rows {
            if let bytes = field(row) {
                lengths[row] = bytes.count
                values[row] = decode(bytes)
            } else {
                lengths[row] = -1
            }
        }
        return values
    }

    private func loadBytes(rows: Int, _ field: (Int) -> UnsafeRawBufferPointer?) -> ByteSlots {
        var stride = 1
        for row in 0..<rows { stride = max(stride, field(row)?.count ?? 0) }
        let needed = stride * rows
        if needed > capacity || capacity > max(needed, Self.keptBytes) {
            memory.deallocate()
            capacity = needed
            memory = .allocate(byteCount: capacity, alignment: 16)
        }
        for row in 0..<rows {
            guard let bytes = field(row) else {
                lengths[row] = -1
                continue
            }
            lengths[row] = bytes.count
            if let start = bytes.baseAddress {
                (memory + row * stride).copyMemory(from: start, byteCount: bytes.count)
            }
        }
        return ByteSlots(base: UnsafeRawPointer(memory), stride: stride, lengths: lengths)
    }

    private static func bigEndian<Number: FixedWidthInteger>(
        _: Number.Type, _ bytes: UnsafeRawBufferPointer
    ) -> Number {
        Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }
}
