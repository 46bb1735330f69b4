/// The values of one column.
///
/// Fixed-width values are contiguous; the values of NULL rows are undefined.
package enum ColumnValues {
    /// One byte per value: 0 or 1.
    case bool8(UnsafePointer<UInt8>)
    case int64(UnsafePointer<Int64>)
    case float64(UnsafePointer<Double>)
    case date(UnsafePointer<CalendarDate>)
    case time(UnsafePointer<ClockTime>)
    case timestamp(UnsafePointer<CalendarTimestamp>)
    /// UTF-8. Numbers, dates, UUIDs and so on may also arrive as text; the encoder parses them exactly or refuses them.
    case text(ByteSlots)
    case binary(ByteSlots)
    /// Arrow layouts not covered by the other cases.
    case arrow(ArrowValues)
}
