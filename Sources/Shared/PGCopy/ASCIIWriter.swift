import RowSource
import Text

/// Writes numbers and dates as text; the caller provides enough memory.
struct ASCIIWriter {
    private let start: UnsafeMutableRawPointer
    private(set) var count = 0

    init(_ start: UnsafeMutableRawPointer) {
        self.start = start
    }

    mutating func write(_ text: StaticString) {
        start.copyBytes(from: text.utf8Start, count: text.utf8CodeUnitCount, to: count)
        count += text.utf8CodeUnitCount
    }

    /// Writes decimal digits, padded with leading zeros to `width`.
    mutating func write(_ value: UInt64, width: Int = 1) {
        var digits = 1
        while digits < 20, digits < width || digits <= PowersOfTen.highest && value >= PowersOfTen[digits] {
            digits += 1
        }
        var rest = value
        for place in (count..<count + digits).reversed() {
            start.storeBigEndian(UInt8(truncatingIfNeeded: 0x30 + rest % 10), at: place)
            rest /= 10
        }
        count += digits
    }

    /// Writes a date without its era: 44 BC is written as `0044`.
    mutating func write(year: Int16, _ month: UInt16, _ day: UInt16) {
        write(UInt64(year.magnitude), width: 4)
        write("-")
        write(UInt64(month), width: 2)
        write("-")
        write(UInt64(day), width: 2)
    }

    /// Writes a date without its era: 44 BC is written as `0044`.
    mutating func write(_ date: CivilDate) {
        write(UInt64(date.year.magnitude), width: 4)
        write("-")
        write(UInt64(date.month), width: 2)
        write("-")
        write(UInt64(date.day), width: 2)
    }

    mutating func write(_ hour: UInt16, _ minute: UInt16, _ second: UInt16) {
        write(UInt64(hour), width: 2)
        write(":")
        write(UInt64(minute), width: 2)
        write(":")
        write(UInt64(second), width: 2)
    }

    /// Writes the point and the fraction without trailing zeros; nothing for 0.
    mutating func write(nanosecond: UInt32) {
        guard nanosecond > 0 else { return }
        var (digits, width) = (UInt64(nanosecond), 9)
        while digits % 10 == 0 {
            digits /= 10
            width -= 1
        }
        write(".")
        write(digits, width: width)
    }

    mutating func write(_ number: ShortestDecimal) {
        var (digits, exponent, length) = (number.mantissa, number.exponent, 1)
        while digits != 0, digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
        while length <= PowersOfTen.highest, digits >= PowersOfTen[length] { length += 1 }
        let power = digits == 0 ? 0 : length - 1 + exponent
        switch power {
        case -4..<0:
            write("0.")
            write(digits, width: length - 1 - power)
        case 0..<15 where exponent >= 0:
            write(digits == 0 ? 0 : digits * PowersOfTen[exponent])
        case 0..<15:
            let unit = PowersOfTen[-exponent]
            write(digits / unit)
            write(".")
            write(digits % unit, width: -exponent)
        default:
            let unit = PowersOfTen[length - 1]
            write(digits / unit)
            if length > 1 {
                write(".")
                write(digits % unit, width: length - 1)
            }
            write(power < 0 ? "e-" : "e+")
            write(UInt64(power.magnitude), width: 2)
        }
    }
}
