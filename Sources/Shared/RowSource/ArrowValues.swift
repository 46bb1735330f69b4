/// The values of one column in Arrow's layout, in memory owned by the producer.
///
/// Every pointer points to the value of the batch's first row: an array's offset is already added. Fixed-width values
/// are in the machine's byte order and aligned to their size, except decimals. The values of NULL rows are undefined.
package enum ArrowValues {
    /// No values: every row is NULL.
    case nothing
    /// One bit per row, least significant first, starting at bit `offset`.
    case bits(UnsafePointer<UInt8>, offset: Int)
    case integers(UnsafeRawPointer, IntegerLayout)
    /// IEEE 754 half precision (16 bits).
    case float16(UnsafePointer<UInt16>)
    case float32(UnsafePointer<Float>)
    /// Two's complement in `bytes` (4, 8, 16 or 32) bytes at any alignment; the value is the integer × 10^−`scale`.
    case decimals(UnsafeRawPointer, bytes: Int, scale: Int)
    /// Days since 1970-01-01.
    case days(UnsafePointer<Int32>)
    /// Milliseconds since 1970-01-01; always whole days.
    case dayMilliseconds(UnsafePointer<Int64>)
    /// Time since midnight.
    case times32(UnsafePointer<Int32>, ArrowTimeUnit)
    case times64(UnsafePointer<Int64>, ArrowTimeUnit)
    /// Time since 1970-01-01 00:00:00; in UTC if `zoned`.
    case timestamps(UnsafePointer<Int64>, ArrowTimeUnit, zoned: Bool)
    /// UTF-8.
    case texts(ByteRanges)
    case binaries(ByteRanges)

    /// Integer widths other than signed 64-bit, which is `ColumnValues.int64`.
    package enum IntegerLayout: Sendable {
        case int8, int16, int32, uint8, uint16, uint32, uint64
    }
}

/// The unit of an Arrow time or timestamp.
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

/// Where the values of a variable-length column are stored.
package enum ByteRanges {
    /// Value `i` is the bytes from `offsets[i]` up to `offsets[i + 1]` after the base; offsets never decrease.
    case offsets32(UnsafePointer<Int32>, UnsafeRawPointer)
    case offsets64(UnsafePointer<Int64>, UnsafeRawPointer)
    /// All values have this length and are contiguous.
    case fixed(UnsafeRawPointer, width: Int)
    /// Each value has its own address.
    case spans(UnsafePointer<ByteSpan>)
}

/// The address and length of one value's bytes; never read for a NULL.
package struct ByteSpan: BitwiseCopyable {
    package var start: UnsafeRawPointer
    package var count: Int

    package init(start: UnsafeRawPointer, count: Int) {
        self.start = start
        self.count = count
    }
}
