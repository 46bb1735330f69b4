/// A day in the years 1 to 9999, as a number of days.
package struct CivilDay {
    /// Days since 0000-03-01 of the proleptic Gregorian calendar.
    package var number: Int

    package init(number: Int) {
        self.number = number
    }

    /// Parses `2024-02-29`; `nil` for any other form and for days that don't exist.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]), let day = digits(bytes[8..<10]),
            year > 0, (1...12).contains(month), day > 0
        else { return nil }
        // A year that begins in March ends with the leap day.
        let (shiftedYear, shiftedMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        number =
            365 * shiftedYear + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + (153 * shiftedMonth + 2) / 5
            + day - 1
        guard self.text == text else { return nil }
    }

    package var text: String {
        let date = CivilDate(daysFrom2000: number - 730_425)
        return "\(date.year.padded(4))-\(date.month.padded(2))-\(date.day.padded(2))"
    }
}
