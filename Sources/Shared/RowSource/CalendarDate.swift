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
