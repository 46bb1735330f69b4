/// Rows fetched at once, stored column by column in buffers owned by the source's cursor.
///
/// The memory stays valid until the *second* `next()` after the one that returned the batch. A cursor has two buffers,
/// or keeps two of the driver's batches, so that the next batch is fetched while this one is encoded and sent.
package struct ColumnBatch: @unchecked Sendable {
    // SAFETY: the pointers point into one of the cursor's two buffers, or into a batch of the driver's that is never
    // modified. The cursor doesn't overwrite or free that memory before the second `next()` after this batch; the
    // transfer has finished with it by then.
    package var rowCount: Int
    package var columns: [ColumnVector]

    package init(rowCount: Int, columns: [ColumnVector]) {
        self.rowCount = rowCount
        self.columns = columns
    }
}

/// One column of a batch: its values, and which of them are NULL.
package struct ColumnVector {
    package var values: ColumnValues
    package var validity: Validity

    package init(values: ColumnValues, validity: Validity) {
        self.values = values
        self.validity = validity
    }
}

/// Which rows hold a value.
package enum Validity {
    case allValid
    /// One length per row; negative means NULL (ODBC's indicators, SQL_NULL_DATA = −1).
    case lengths(UnsafePointer<Int>)
    /// One bit per row, least significant first, 1 = valid, starting at bit `offset` (Arrow).
    case bitmap(UnsafePointer<UInt8>, offset: Int)
    case noneValid
}

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

/// Variable-length values in slots of equal size.
///
/// Value `i` starts at `base + i * stride` and is `lengths[i]` bytes long; a negative length means NULL.
package struct ByteSlots {
    package var base: UnsafeRawPointer
    package var stride: Int
    package var lengths: UnsafePointer<Int>

    package init(base: UnsafeRawPointer, stride: Int, lengths: UnsafePointer<Int>) {
        self.base = base
        self.stride = stride
        self.lengths = lengths
    }
}

/// Same layout as ODBC's SQL_DATE_STRUCT (6 bytes).
package struct CalendarDate: Sendable {
    package var year: Int16
    package var month: UInt16
    package var day: UInt16

    package init(year: Int16, month: UInt16, day: UInt16) {
        self.year = year
        self.month = month
        self.day = day
    }
}

/// Same layout as ODBC's SQL_TIME_STRUCT (6 bytes).
package struct ClockTime: Sendable {
    package var hour: UInt16
    package var minute: UInt16
    package var second: UInt16

    package init(hour: UInt16, minute: UInt16, second: UInt16) {
        self.hour = hour
        self.minute = minute
        self.second = second
    }
}

/// Same layout as ODBC's SQL_TIMESTAMP_STRUCT (16 bytes).
package struct CalendarTimestamp: Sendable {
    package var year: Int16
    package var month: UInt16
    package var day: UInt16
    package var hour: UInt16
    package var minute: UInt16
    package var second: UInt16
    package var nanosecond: UInt32

    package init(
        year: Int16, month: UInt16, day: UInt16, hour: UInt16, minute: UInt16, second: UInt16, nanosecond: UInt32
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.nanosecond = nanosecond
    }
}
