import CADBC
import RowSource

/// Resolves dictionaries: each row's value is looked up in the dictionary.
extension ColumnImport {
    func dictionaryVector() throws(SourceError) -> ColumnVector {
        guard let dictionary = field.dictionary, let array = array.pointee.dictionary else {
            throw ArrayView.malformed(field)
        }
        let entries = Int(array.pointee.length)
        let column = try ColumnImport(
            dictionary.values.field, array, skipped: 0, count: entries, memory: memory)
        let indexes = try indexes(dictionary.index, entries: entries)
        if entries == 0 { return ColumnVector(values: .arrow(.nothing), validity: .noneValid) }
        let values = try column.vector()
        if case .noneValid = values.validity { return ColumnVector(values: .arrow(.nothing), validity: .noneValid) }
        return ColumnVector(
            values: try gathered(values.values, indexes), validity: combinedValidity(column, indexes))
    }

    /// Each row's index into the dictionary; 0 for NULL.
    private func indexes(_ type: ArrowType, entries: Int) throws(SourceError) -> UnsafePointer<Int> {
        let view = try ArrayView(field, array)
        let indexes = memory.allocate(Int.self, count)
        for row in 0..<count {
            if isNull(row) {
                indexes[row] = 0
                continue
            }
            let index = try view.integer(at: first - Int(array.pointee.offset) + row, as: type)
            guard index >= 0, index < entries else { throw ArrayView.malformed(field) }
            indexes[row] = index
        }
        return UnsafePointer(indexes)
    }

    /// A row is NULL if its index is, or if the dictionary's value is.
    private func combinedValidity(_ values: ColumnImport, _ indexes: UnsafePointer<Int>) -> Validity {
        guard case .bitmap = values.validity else { return validity }
        let bits = memory.allocate(UInt8.self, (count + 7) / 8)
        bits.update(repeating: 0, count: (count + 7) / 8)
        for row in 0..<count where !isNull(row) && !values.isNull(indexes[row]) {
            bits[row >> 3] |= 1 << UInt8(row & 7)
        }
        return .bitmap(UnsafePointer(bits), offset: 0)
    }

    private func gathered(
        _ values: ColumnValues, _ indexes: UnsafePointer<Int>
    ) throws(SourceError) -> ColumnValues {
        switch values {
        case .int64(let base): return .int64(gather(base, indexes))
        case .float64(let base): return .float64(gather(base, indexes))
        case .arrow(let arrow): return try gathered(arrow, indexes)
        default: throw ArrayView.malformed(field)
        }
    }

    private func gathered(
        _ values: ArrowValues, _ indexes: UnsafePointer<Int>
    ) throws(SourceError) -> ColumnValues {
        switch values {
        case .nothing: return .arrow(.nothing)
        case .bits(let bits, let offset):
            let flags = memory.allocate(UInt8.self, count)
            for row in 0..<count {
                let bit = offset + indexes[row]
                flags[row] = bits[bit >> 3] >> UInt8(bit & 7) & 1
            }
            return .bool8(UnsafePointer(flags))
        case .integers(let base, let layout):
            let gathered: UnsafeRawPointer =
                switch layout {
                case .int8, .uint8: UnsafeRawPointer(gather(base.assumingMemoryBound(to: UInt8.self), indexes))
                case .int16, .uint16: UnsafeRawPointer(gather(base.assumingMemoryBound(to: UInt16.self), indexes))
                case .int32, .uint32: UnsafeRawPointer(gather(base.assumingMemoryBound(to: UInt32.self), indexes))
                case .uint64: UnsafeRawPointer(gather(base.assumingMemoryBound(to: UInt64.self), indexes))
                }
            return .arrow(.integers(gathered, layout))
        case .float16(let base): return .arrow(.float16(gather(base, indexes)))
        case .float32(let base): return .arrow(.float32(gather(base, indexes)))
        case .decimals(let base, let bytes, let scale):
            let gathered = memory.allocate(UInt8.self, count * bytes)
            for row in 0..<count {
                UnsafeMutableRawPointer(gathered + row * bytes).copyMemory(
                    from: base + indexes[row] * bytes, byteCount: bytes)
            }
            return .arrow(.decimals(gathered, bytes: bytes, scale: scale))
        case .days(let base): return .arrow(.days(gather(base, indexes)))
        case .dayMilliseconds(let base): return .arrow(.dayMilliseconds(gather(base, indexes)))
        case .times32(let base, let unit): return .arrow(.times32(gather(base, indexes), unit))
        case .times64(let base, let unit): return .arrow(.times64(gather(base, indexes), unit))
        case .timestamps(let base, let unit, let zoned):
            return .arrow(.timestamps(gather(base, indexes), unit, zoned: zoned))
        case .texts(let ranges): return .arrow(.texts(.spans(spans(ranges, indexes))))
        case .binaries(let ranges): return .arrow(.binaries(.spans(spans(ranges, indexes))))
        }
    }

    private func gather<Value: BitwiseCopyable>(
        _ base: UnsafePointer<Value>, _ indexes: UnsafePointer<Int>
    ) -> UnsafePointer<Value> {
        let gathered = memory.allocate(Value.self, count)
        for row in 0..<count { gathered[row] = base[indexes[row]] }
        return UnsafePointer(gathered)
    }

    private func spans(_ ranges: ByteRanges, _ indexes: UnsafePointer<Int>) -> UnsafePointer<ByteSpan> {
        let spans = memory.allocate(ByteSpan.self, count)
        for row in 0..<count {
            let index = indexes[row]
            spans[row] =
                switch ranges {
                case .offsets32(let offsets, let base):
                    ByteSpan(start: base + Int(offsets[index]), count: Int(offsets[index + 1] - offsets[index]))
                case .offsets64(let offsets, let base):
                    ByteSpan(start: base + Int(offsets[index]), count: Int(offsets[index + 1] - offsets[index]))
                case .fixed(let base, let width): ByteSpan(start: base + index * width, count: width)
                case .spans(let places): places[index]
                }
        }
        return UnsafePointer(spans)
    }
}
