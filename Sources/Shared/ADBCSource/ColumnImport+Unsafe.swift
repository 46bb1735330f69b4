import CADBC
import RowSource

/// Locates the values of a driver's array, so that the encoder can read them in place.
///
/// Values in a layout that the encoder doesn't support are converted, in memory that lives as long as the batch:
/// addresses for views and dictionaries, text for intervals and nested values.
struct ColumnImport {
    let field: ArrowField
    let array: UnsafePointer<ArrowArray>
    let memory: BatchMemory
    /// The first row, with the array's offset added, and the number of rows.
    let first: Int
    let count: Int

    /// - Parameter skipped: rows of the array before the batch's first row.
    init(
        _ field: ArrowField, _ array: UnsafePointer<ArrowArray>, skipped: Int, count: Int, memory: BatchMemory
    ) throws(SourceError) {
        // Also checks that the array has its buffers.
        let view = try ArrayView(field, array)
        guard skipped >= 0, view.count - skipped >= count else { throw ArrayView.malformed(field) }
        self.field = field
        self.array = array
        self.memory = memory
        first = Int(array.pointee.offset) + skipped
        self.count = count
    }

    func vector() throws(SourceError) -> ColumnVector {
        if field.dictionary != nil { return try dictionaryVector() }
        if field.type == .null { return ColumnVector(values: .arrow(.nothing), validity: .noneValid) }
        // If no row has a value, the memory for values may be missing.
        if hasNoValues { return ColumnVector(values: .arrow(.nothing), validity: .noneValid) }
        return ColumnVector(values: try values(), validity: validity)
    }

    var validity: Validity {
        guard array.pointee.null_count != 0, let bits = buffer(0) else { return .allValid }
        return .bitmap(bits.assumingMemoryBound(to: UInt8.self), offset: first)
    }

    func buffer(_ index: Int) -> UnsafeRawPointer? { array.pointee.buffers?[index] }

    func isNull(_ row: Int) -> Bool {
        guard case .bitmap(let bits, let offset) = validity else { return false }
        return bits[(offset + row) >> 3] >> UInt8((offset + row) & 7) & 1 == 0
    }

    private var hasNoValues: Bool {
        guard array.pointee.n_buffers > 1, buffer(1) == nil else { return false }
        return (0..<count).allSatisfy(isNull)
    }

    private func values() throws(SourceError) -> ColumnValues {
        switch field.type {
        case .boolean:
            guard let bits = buffer(1) else { throw ArrayView.malformed(field) }
            return .arrow(.bits(bits.assumingMemoryBound(to: UInt8.self), offset: first))
        case .integer(64, true): return .int64(try fixed(Int64.self))
        case .integer(let bits, let signed): return .arrow(try integers(bits, signed))
        case .float(16): return .arrow(.float16(try fixed(UInt16.self)))
        case .float(32): return .arrow(.float32(try fixed(Float.self)))
        case .float: return .float64(try fixed(Double.self))
        case .decimal(let bits, _, let scale):
            guard let base = buffer(1) else { throw ArrayView.malformed(field) }
            return .arrow(.decimals(base + first * (bits / 8), bytes: bits / 8, scale: scale))
        case .days: return .arrow(.days(try fixed(Int32.self)))
        case .dayMilliseconds: return .arrow(.dayMilliseconds(try fixed(Int64.self)))
        case .time(let unit):
            return unit == .seconds || unit == .milliseconds
                ? .arrow(.times32(try fixed(Int32.self), unit)) : .arrow(.times64(try fixed(Int64.self), unit))
        case .timestamp(let unit, let zoned): return .arrow(.timestamps(try fixed(Int64.self), unit, zoned: zoned))
        case .text(let bits): return .arrow(.texts(try ranges(offsetBits: bits)))
        case .binary(let bits): return .arrow(.binaries(try ranges(offsetBits: bits)))
        case .fixedBinary(let width):
            guard let base = buffer(1) else { throw ArrayView.malformed(field) }
            return .arrow(.binaries(.fixed(base + first * width, width: width)))
        case .textView: return .arrow(.texts(.spans(try views())))
        case .binaryView: return .arrow(.binaries(.spans(try views())))
        case .duration, .months, .daysAndMilliseconds, .monthsDaysNanoseconds, .list, .fixedList, .structure, .map:
            return .arrow(.texts(try printed()))
        case .null, .other: throw unreadable
        }
    }

    private func integers(_ bits: Int, _ signed: Bool) throws(SourceError) -> ArrowValues {
        switch (bits, signed) {
        case (8, true): .integers(try fixed(Int8.self), .int8)
        case (8, false): .integers(try fixed(UInt8.self), .uint8)
        case (16, true): .integers(try fixed(Int16.self), .int16)
        case (16, false): .integers(try fixed(UInt16.self), .uint16)
        case (32, true): .integers(try fixed(Int32.self), .int32)
        case (32, false): .integers(try fixed(UInt32.self), .uint32)
        default: .integers(try fixed(UInt64.self), .uint64)
        }
    }

    /// The address of the first row's value; a copy if the driver doesn't align its values.
    func fixed<Value: BitwiseCopyable>(_: Value.Type, extra: Int = 0) throws(SourceError) -> UnsafePointer<Value> {
        guard let base = buffer(1) else { throw ArrayView.malformed(field) }
        let start = base + first * MemoryLayout<Value>.stride
        guard Int(bitPattern: start) % MemoryLayout<Value>.alignment != 0 else {
            return start.assumingMemoryBound(to: Value.self)
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: (count + extra) * MemoryLayout<Value>.stride)
        return memory.copy(bytes).assumingMemoryBound(to: Value.self)
    }

    private func ranges(offsetBits: Int) throws(SourceError) -> ByteRanges {
        if offsetBits == 32 {
            let offsets = try fixed(Int32.self, extra: 1)
            try check(offsets)
            return .offsets32(offsets, buffer(2) ?? UnsafeRawPointer(offsets))
        }
        let offsets = try fixed(Int64.self, extra: 1)
        try check(offsets)
        return .offsets64(offsets, buffer(2) ?? UnsafeRawPointer(offsets))
    }

    /// Decreasing offsets would mean negative lengths.
    private func check<Offset: FixedWidthInteger>(_ offsets: UnsafePointer<Offset>) throws(SourceError) {
        var wrong: Offset = offsets[0]
        for row in 0..<count { wrong |= offsets[row + 1] &- offsets[row] }
        guard wrong >= 0, buffer(2) != nil || offsets[count] == offsets[0] else { throw ArrayView.malformed(field) }
    }

    private func views() throws(SourceError) -> UnsafePointer<ByteSpan> {
        let buffers = try ViewBuffers(field, array)
        let spans = memory.allocate(ByteSpan.self, count)
        let (nothing, validity) = (ByteSpan(start: UnsafeRawPointer(spans), count: 0), validity)
        for row in 0..<count {
            if case .bitmap = validity, isNull(row) {
                spans[row] = nothing
            } else {
                spans[row] = try buffers.span(at: first + row)
            }
        }
        return UnsafePointer(spans)
    }

    private func printed() throws(SourceError) -> ByteRanges {
        let view = try ArrayView(field, array)
        let offsets = memory.allocate(Int64.self, count + 1)
        var printer = ValuePrinter()
        for row in 0..<count {
            offsets[row] = Int64(printer.text.count)
            if !isNull(row) { try printer.print(view, first - Int(array.pointee.offset) + row) }
        }
        offsets[count] = Int64(printer.text.count)
        return .offsets64(UnsafePointer(offsets), printer.text.withUnsafeBytes { memory.copy($0) })
    }

    private var unreadable: SourceError {
        SourceError(
            .statement, operation: "get_schema",
            message: "the driver returns column '\(field.name)' in an unsupported layout "
                + "(\(field.declaredType)); cast it in a source `query`")
    }
}
