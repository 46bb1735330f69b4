import RowSource

/// Reads bits as 0 or 1.
struct BitReader: ColumnReader {
    let bits: UnsafePointer<UInt8>
    let offset: Int

    @inline(__always)
    func value(at row: Int) -> Int64 {
        let bit = offset &+ row
        return Int64((bits[bit >> 3] >> UInt8(truncatingIfNeeded: bit & 7)) & 1)
    }
}

/// Reads floating-point numbers that `Double` holds exactly.
struct FloatReader: ColumnReader {
    let base: UnsafePointer<Float>

    @inline(__always)
    func value(at row: Int) -> Double { Double(base[row]) }
}

struct HalfReader: ColumnReader {
    let base: UnsafePointer<UInt16>

    @inline(__always)
    func value(at row: Int) -> Double { Double(Float16(bitPattern: base[row])) }
}

/// Reads decimals stored as integers of 32 to 128 bits.
struct DecimalReader<Stored: FixedWidthInteger & BitwiseCopyable>: ColumnReader {
    let base: UnsafeRawPointer

    @inline(__always)
    func value(at row: Int) -> ScaledInteger {
        let offset = row &* MemoryLayout<Stored>.stride
        return ScaledInteger(base.loadUnaligned(fromByteOffset: offset, as: Stored.self))
    }
}

/// Reads decimals stored as 256-bit integers.
struct Decimal256Reader: ColumnReader {
    let base: UnsafeRawPointer

    @inline(__always)
    func value(at row: Int) -> ScaledInteger {
        let low = base.loadUnaligned(fromByteOffset: row &* 32, as: UInt128.self)
        let high = base.loadUnaligned(fromByteOffset: row &* 32 &+ 16, as: UInt128.self)
        return ScaledInteger(low: low, high: high)
    }
}

/// Reads contiguous values of variable length.
struct OffsetsReader<Offset: FixedWidthInteger>: BytesReader {
    let offsets: UnsafePointer<Offset>
    let base: UnsafeRawPointer

    @inline(__always)
    func offset(of row: Int) -> Int { Int(truncatingIfNeeded: offsets[row]) }

    @inline(__always)
    func value(at row: Int) -> UnsafeRawBufferPointer {
        let start = offset(of: row)
        return UnsafeRawBufferPointer(start: base + start, count: offset(of: row &+ 1) &- start)
    }

    func run(of rows: Range<Int>) -> UnsafeRawBufferPointer? {
        let start = offset(of: rows.lowerBound)
        return UnsafeRawBufferPointer(start: base + start, count: offset(of: rows.upperBound) &- start)
    }
}

/// Reads contiguous values of equal length.
struct FixedBytesReader: BytesReader {
    let base: UnsafeRawPointer
    let width: Int

    @inline(__always)
    func offset(of row: Int) -> Int { row &* width }

    @inline(__always)
    func value(at row: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + offset(of: row), count: width)
    }
}

/// Reads values that each have their own address.
struct SpansReader: BytesReader {
    let spans: UnsafePointer<ByteSpan>

    var base: UnsafeRawPointer { UnsafeRawPointer(spans) }

    @inline(__always)
    func offset(of row: Int) -> Int { spans[row].start - base }

    @inline(__always)
    func value(at row: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: spans[row].start, count: spans[row].count)
    }
}
