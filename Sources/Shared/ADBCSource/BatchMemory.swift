/// Memory that lives as long as its batch.
final class BatchMemory {
    private var pieces: [UnsafeMutableRawPointer] = []

    deinit {
        for piece in pieces { piece.deallocate() }
    }

    func allocate<Value: BitwiseCopyable>(_: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
        let bytes = max(1, count) * MemoryLayout<Value>.stride
        let piece = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
        pieces.append(piece)
        return piece.bindMemory(to: Value.self, capacity: max(1, count))
    }

    /// Copies bytes into this memory.
    func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer {
        let copy = allocate(UInt8.self, bytes.count)
        UnsafeMutableRawPointer(copy).copyMemory(
            from: bytes.baseAddress ?? UnsafeRawPointer(copy), byteCount: bytes.count)
        return UnsafeRawPointer(copy)
    }
}
