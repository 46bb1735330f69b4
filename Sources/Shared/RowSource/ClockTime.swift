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
