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
