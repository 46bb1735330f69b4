import RowSource

/// Memory that stands in for a driver's: what a source's cursor would own.
///
/// Lives as long as the batches that lead into it are used.
final class DriverMemory {
    private var pieces: [UnsafeMutableRawPointer] = []

    deinit {
        for piece in pieces { piece.deallocate() }
    }

    /// Values of fixed width, side by side.
    func values<Value>(_ values: [Value]) -> UnsafePointer<Value> {
        let memory = allocate(Value.self, values.count)
        for (index, value) in values.enumerated() { memory[index] = value }
        return UnsafePointer(memory)
    }

    /// One bit a row, least significant first.
    func bits(_ flags: [Bool]) -> UnsafePointer<UInt8> {
        let memory = allocate(UInt8.self, (flags.count + 7) / 8)
        memory.update(repeating: 0, count: (flags.count + 7) / 8)
        for (index, flag) in flags.enumerated() where flag { memory[index / 8] |= 1 << UInt8(index % 8) }
        return UnsafePointer(memory)
    }

    /// Texts or blobs as Arrow lays them out.
    func ranges(_ texts: [[UInt8]]) -> ByteRanges {
        let offsets = texts.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
        return .offsets32(values(offsets), UnsafeRawPointer(values(Array(texts.joined()))))
    }

    /// Texts or blobs as Arrow's views are brought to the encoder.
    func spans(_ texts: [[UInt8]]) -> ByteRanges {
        var start = UnsafeRawPointer(values(Array(texts.joined())))
        var spans: [ByteSpan] = []
        for text in texts {
            spans.append(ByteSpan(start: start, count: text.count))
            start += text.count
        }
        return .spans(values(spans))
    }

    /// Texts or blobs as ODBC's drivers write them into bound columns; each slot has room for a terminator.
    func slots(_ texts: [[UInt8]], nulls: [Bool]? = nil) -> ByteSlots {
        let stride = ((texts.map(\.count).max() ?? 0) + 8) & ~7
        let base = allocate(UInt8.self, texts.count * stride)
        for (index, text) in texts.enumerated() {
            let slot = base + index * stride
            slot.update(repeating: 0, count: stride)
            for (place, byte) in text.enumerated() { slot[place] = byte }
        }
        let lengths = texts.enumerated().map { index, text in nulls?[index] == true ? -1 : text.count }
        return ByteSlots(base: UnsafeRawPointer(base), stride: stride, lengths: values(lengths))
    }

    private func allocate<Value>(_: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
        let bytes = max(count, 1) * MemoryLayout<Value>.stride
        let piece = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        pieces.append(piece)
        return piece.bindMemory(to: Value.self, capacity: max(count, 1))
    }
}
