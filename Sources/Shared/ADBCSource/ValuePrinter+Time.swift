import RowSource
import Text

extension ValuePrinter {
    /// - Parameter days: days since 1970-01-01.
    mutating func writeDate(days: Int) {
        let date = CivilDate(daysFrom2000: days - 10_957)
        write("\(date.year.magnitude.padded(4))-\(date.month.magnitude.padded(2))-\(date.day.magnitude.padded(2))")
        if date.year < 0 { write(" BC") }
    }

    /// Writes a time of day: `12:34:56.789`.
    mutating func writeClock(_ ticks: Int64, _ unit: ArrowTimeUnit) {
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: unit.ticksPerSecond)
        let magnitude = seconds.magnitude
        if ticks < 0 { write("-") }
        write("\((magnitude / 3600).padded(2)):\((magnitude / 60 % 60).padded(2)):")
        write((magnitude % 60).padded(2))
        writeFraction(rest, unit)
    }

    /// - Parameter separator: the text between date and time.
    mutating func writeTimestamp(_ ticks: Int64, _ unit: ArrowTimeUnit, _ separator: String, zoned: Bool) {
        var (days, clock) = ticks.quotientAndRemainder(dividingBy: unit.ticksPerSecond * 86_400)
        if clock < 0 {
            days -= 1
            clock += unit.ticksPerSecond * 86_400
        }
        let date = CivilDate(daysFrom2000: Int(days) - 10_957)
        write("\(date.year.magnitude.padded(4))-\(date.month.magnitude.padded(2))-\(date.day.magnitude.padded(2))")
        write(separator)
        writeClock(clock, unit)
        if zoned { write("+00") }
        if date.year < 0 { write(" BC") }
    }

    /// Writes a complete interval: `PT-1.5S`.
    mutating func writeDuration(_ ticks: Int64, _ unit: ArrowTimeUnit) {
        write("P")
        writeTime(ticks, unit)
    }

    /// Writes an interval's part below days: `T-1.5S`.
    mutating func writeTime(_ ticks: Int64, _ unit: ArrowTimeUnit) {
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: unit.ticksPerSecond)
        write(ticks < 0 ? "T-" : "T")
        write(String(seconds.magnitude))
        writeFraction(rest, unit)
        write("S")
    }

    private mutating func writeFraction(_ rest: Int64, _ unit: ArrowTimeUnit) {
        guard rest != 0 else { return }
        var (digits, width) = (rest.magnitude * UInt64(1_000_000_000 / unit.ticksPerSecond), 9)
        while digits % 10 == 0 {
            digits /= 10
            width -= 1
        }
        write("." + digits.padded(width))
    }

    private func padded(_ value: UInt, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
