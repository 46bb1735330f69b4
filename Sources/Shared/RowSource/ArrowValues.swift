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
