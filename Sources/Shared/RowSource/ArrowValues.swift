/// The values of one column as Arrow lays them out, in the memory of whoever made them.
///
/// Every pointer leads to the value of the batch's first row: an array's offset is added already. Fixed-width values
/// are in the machine's byte order and aligned to their size, but for decimals; those of NULL rows hold anything.
package enum ArrowValues {
    /// No values: every row is NULL.
    case nothing
    /// One bit a row, least significant first, from bit `offset` on.
    case bits(UnsafePointer<UInt8>, offset: Int)
    case integers(UnsafeRawPointer, IntegerLayout)
    /// IEEE 754's 16-bit form.
    case float16(UnsafePointer<UInt16>)
    case float32(UnsafePointer<Float>)
    /// Two's complement in `bytes` (4, 8, 16 or 32) bytes at any alignment; a value is the integer × 10^−`scale`.
    case decimals(UnsafeRawPointer, bytes: Int, scale: Int)
    /// Days from 1970-01-01.
    case days(UnsafePointer<Int32>)
    /// Milliseconds from 1970-01-01, of whole days.
    case dayMilliseconds(UnsafePointer<Int64>)
    /// From midnight.
    case times32(UnsafePointer<Int32>, ArrowTimeUnit)
    case times64(UnsafePointer<Int64>, ArrowTimeUnit)
    /// From 1970-01-01 00:00:00, in UTC where `zoned`.
    case timestamps(UnsafePointer<Int64>, ArrowTimeUnit, zoned: Bool)
    /// UTF-8.
    case texts(ByteRanges)
    case binaries(ByteRanges)

    /// Integers other than of 64 bits with a sign, which are `ColumnValues.int64`.
    package enum IntegerLayout: Sendable {
        case int8, int16, int32, uint8, uint16, uint32, uint64
    }
}

/// What a tick of an Arrow time or timestamp is.
package enum ArrowTimeUnit: Sendable {
    case seconds, milliseconds, microseconds, nanoseconds

    package var ticksPerSecond: Int64 {
        switch self {
        case .seconds: 1
        case .milliseconds: 1000
        case .microseconds: 1_000_000
        case .nanoseconds: 1_000_000_000
        }
    }
}

/// Where values of variable length lie.
package enum ByteRanges {
    /// Value `i` is the bytes from `offsets[i]` up to `offsets[i + 1]` behind the base; offsets never go back.
    case offsets32(UnsafePointer<Int32>, UnsafeRawPointer)
    case offsets64(UnsafePointer<Int64>, UnsafeRawPointer)
    /// All values are this long, side by side.
    case fixed(UnsafeRawPointer, width: Int)
    /// Each anywhere.
    case spans(UnsafePointer<ByteSpan>)
}

/// A value's bytes, wherever they lie; those of a NULL are never looked at.
package struct ByteSpan: BitwiseCopyable {
    package var start: UnsafeRawPointer
    package var count: Int

    package init(start: UnsafeRawPointer, count: Int) {
        self.start = start
        self.count = count
    }
}
