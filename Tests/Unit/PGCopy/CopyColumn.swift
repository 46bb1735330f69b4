import Model
import RowSource

/// A batch's column with its own memory, for the encoder's tests.
final class CopyColumn {
    private(set) var vector: ColumnVector
    let rowCount: Int
    private let memory: Memory

    /// Frees a column's memory.
    private final class Memory {
        var pointers: [UnsafeMutableRawPointer] = []

        func allocate<Value>(_: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
            let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
            pointers.append(UnsafeMutableRawPointer(pointer))
            return pointer
        }

        deinit {
            for pointer in pointers { pointer.deallocate() }
        }
    }

    private init(_ vector: ColumnVector, rowCount: Int, memory: Memory) {
        (self.vector, self.rowCount, self.memory) = (vector, rowCount, memory)
    }

    static func bool8(_ values: [UInt8?]) -> CopyColumn {
        plain(values, or: 7) { .bool8($0) }
    }

    static func int64(_ values: [Int64?]) -> CopyColumn {
        plain(values, or: .min) { .int64($0) }
    }

    static func float64(_ values: [Double?]) -> CopyColumn {
        plain(values, or: 0.5) { .float64($0) }
    }

    static func date(_ values: [CalendarDate?]) -> CopyColumn {
        plain(values, or: CalendarDate(year: 0, month: 0, day: 0)) { .date($0) }
    }

    static func time(_ values: [ClockTime?]) -> CopyColumn {
        plain(values, or: ClockTime(hour: 99, minute: 0, second: 0)) { .time($0) }
    }

    static func timestamp(_ values: [CalendarTimestamp?]) -> CopyColumn {
        let junk = CalendarTimestamp(year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, nanosecond: 1)
        return plain(values, or: junk) { .timestamp($0) }
    }

    static func text(_ values: [String?]) -> CopyColumn {
        slots(values.map { $0.map { Array($0.utf8) } }) { .text($0) }
    }

    static func utf8(_ values: [[UInt8]?]) -> CopyColumn {
        slots(values) { .text($0) }
    }

    static func binary(_ values: [[UInt8]?]) -> CopyColumn {
        slots(values) { .binary($0) }
    }

    /// Values in one of Arrow's layouts, without gaps.
    static func arrow<Value: BitwiseCopyable>(
        _ values: [Value], _ layout: (UnsafeRawPointer) -> ArrowValues
    ) -> CopyColumn {
        arrow(values, rows: values.count, beside: []) { base, _ in layout(base) }
    }

    /// The same for two pieces of memory.
    static func arrow<Value: BitwiseCopyable>(
        _ values: [Value], rows: Int, beside bytes: [UInt8],
        _ layout: (UnsafeRawPointer, UnsafeRawPointer) -> ArrowValues
    ) -> CopyColumn {
        let memory = Memory()
        let base = memory.allocate(Value.self, values.count)
        base.update(from: values, count: values.count)
        let data = memory.allocate(UInt8.self, bytes.count)
        data.update(from: bytes, count: bytes.count)
        let vector = ColumnVector(values: .arrow(layout(base, data)), validity: .allValid)
        return CopyColumn(vector, rowCount: rows, memory: memory)
    }

    /// The same values, with a bitmap of NULLs that starts at `offset`.
    func withBitmap(offset: Int, valid: (Int) -> Bool) -> CopyColumn {
        let bits = memory.allocate(UInt8.self, (offset + rowCount + 7) / 8 + 1)
        bits.update(repeating: 0, count: (offset + rowCount + 7) / 8 + 1)
        for row in 0..<rowCount where valid(row) { bits[(offset + row) / 8] |= 1 << UInt8((offset + row) % 8) }
        vector.validity = .bitmap(UnsafePointer(bits), offset: offset)
        return self
    }

    private static func plain<Value>(
        _ values: [Value?], or junk: Value, _ layout: (UnsafePointer<Value>) -> ColumnValues
    ) -> CopyColumn {
        let memory = Memory()
        let base = memory.allocate(Value.self, values.count)
        let lengths = memory.allocate(Int.self, values.count)
        for (row, value) in values.enumerated() {
            (base + row).initialize(to: value ?? junk)
            lengths[row] = value == nil ? -1 : MemoryLayout<Value>.size
        }
        let hasNulls = values.contains { $0 == nil }
        let vector = ColumnVector(
            values: layout(UnsafePointer(base)), validity: hasNulls ? .lengths(UnsafePointer(lengths)) : .allValid)
        return CopyColumn(vector, rowCount: values.count, memory: memory)
    }

    private static func slots(_ values: [[UInt8]?], _ layout: (ByteSlots) -> ColumnValues) -> CopyColumn {
        let memory = Memory()
        // No spare byte behind a slot, so that the sanitiser detects reading beyond its end.
        let stride = max(1, values.map { $0?.count ?? 0 }.max() ?? 1)
        let base = memory.allocate(UInt8.self, max(1, values.count * stride))
        let lengths = memory.allocate(Int.self, values.count)
        base.update(repeating: 0xEE, count: values.count * stride)
        for (row, value) in values.enumerated() {
            lengths[row] = value?.count ?? -1
            for (index, byte) in (value ?? []).enumerated() { base[row * stride + index] = byte }
        }
        let slots = ByteSlots(base: base, stride: stride, lengths: lengths)
        return CopyColumn(
            ColumnVector(values: layout(slots), validity: .allValid), rowCount: values.count, memory: memory)
    }
}
