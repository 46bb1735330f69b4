import RowSource

/// Memory that replaces a driver's, which a source's cursor would own.
///
/// It must outlive the batches that point to it.
final class DriverMemory {
    private var pieces: [UnsafeMutableRawPointer] = []

    deinit {
        for piece in pieces { piece.deallocate() }
    }

    /// Values of fixed width, without gaps.
    func values<Value>(_ values: [Value]) -> UnsafePointer<Value> {
        let memory = allocate(Value.self, values.count)
        for (index, value) in values.enumerated() { memory[index] = value }
        return UnsafePointer(memory)
    }

    /// One bit per row, least significant first.
    func bits(_ flags: [Bool]) -> UnsafePointer<UInt8> {
        let memory = allocate(UInt8.self, (flags.count + 7) / 8)
        memory.update(repeating: 0, count: (flags.count + 7) / 8)
        for (index, flag) in flags.enumerated() where flag { memory[index / 8] |= 1 << UInt8(index % 8) }
        return UnsafePointer(memory)
    }

    /// Texts or blobs in Arrow's layout.
    func ranges(_ texts: [[UInt8]]) -> ByteRanges {
        let offsets = texts.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
        return .offsets32(values(offsets), UnsafeRawPointer(values(Array(texts.joined()))))
    }

    /// Texts or blobs in the form in which Arrow's views are passed to the encoder.
    func spans(_ texts: [[UInt8]]) -> ByteRanges {
        var start = UnsafeRawPointer(values(Array(texts.joined())))
        var spans: [ByteSpan] = []
        for text in texts {
            spans.append(ByteSpan(start: start, count: text.count))
            start += text.count
        }
        return .spans(values(spans))
    }

    /// Texts or blobs in the form in which ODBC drivers fill bound columns; each value has room for a terminator.
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
