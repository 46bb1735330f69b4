extension UnsafeMutableRawPointer {
    /// Stores an integer in network byte order, at any alignment.
    @inline(__always)
    func storeBigEndian<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
        storeBytes(of: value.bigEndian, toByteOffset: offset, as: Value.self)
    }

    /// Copies `count` bytes to `offset`; most texts are short, for which two overlapping words are cheaper than a call.
    @inline(__always)
    func copyBytes(from source: UnsafeRawPointer, count: Int, to offset: Int) {
        let destination = self + offset
        if count > 32 {
            destination.copyMemory(from: source, byteCount: count)
        } else if count >= 16 {
            destination.copyWord(SIMD16<UInt8>.self, from: source, at: 0)
            destination.copyWord(SIMD16<UInt8>.self, from: source, at: count &- 16)
        } else if count >= 8 {
            destination.copyWord(UInt64.self, from: source, at: 0)
            destination.copyWord(UInt64.self, from: source, at: count &- 8)
        } else if count >= 4 {
            destination.copyWord(UInt32.self, from: source, at: 0)
            destination.copyWord(UInt32.self, from: source, at: count &- 4)
        } else {
            for index in 0..<count { destination.copyWord(UInt8.self, from: source, at: index) }
        }
    }

    @inline(__always)
    private func copyWord<Word: BitwiseCopyable>(_: Word.Type, from source: UnsafeRawPointer, at offset: Int) {
        storeBytes(of: source.loadUnaligned(fromByteOffset: offset, as: Word.self), toByteOffset: offset, as: Word.self)
    }
}
