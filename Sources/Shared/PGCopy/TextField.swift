import Model
import RowSource

/// `text`, `varchar`, `char`, `json`, `jsonb` and types whose binary form is their text: UTF-8, unchanged.
///
/// A text longer than a `varchar(n)` or `char(n)` is refused here: the server would silently cut off blanks beyond n,
/// which for `varchar` changes the value.
struct TextField {
    /// Maximum bytes for a number or boolean.
    static let numberBound = 32
    /// Maximum bytes for a date, time or timestamp.
    static let calendarBound = 48

    /// In characters.
    private let limit: Int
    /// Whether trailing blanks are insignificant.
    private let isPadded: Bool
    private let isJSON: Bool

    init(_ target: TargetType) {
        (limit, isPadded, isJSON) =
            switch target {
            case .varchar(let length?): (length, false, false)
            case .char(let length): (length, true, false)
            case .json, .jsonb: (.max, false, true)
            default: (.max, false, false)
            }
    }

    @inline(__always)
    func check(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        try UTF8Text.check(bytes)
        try checkLimit(bytes)
    }

    /// For bytes already known to be valid text.
    @inline(__always)
    func checkLimit(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        if bytes.count > limit { try checkLength(bytes) }
    }

    private func checkLength(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        var end = bytes.count
        if isPadded {
            while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
        }
        guard UTF8Text.characterCount(UnsafeRawBufferPointer(rebasing: bytes[..<end])) <= limit else { throw .tooLong }
    }

    /// Writes `true` or `false`, as PostgreSQL casts a boolean to text.
    func write(flag: Int64, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        var out = ASCIIWriter(field)
        out.write(try BooleanField.flag(flag) == 1 ? "true" : "false")
        return try checked(out)
    }

    func write(_ value: Int64, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        var out = ASCIIWriter(field)
        if value < 0 { out.write("-") }
        out.write(value.magnitude)
        return try checked(out)
    }

    /// Writes a double as PostgreSQL prints it: the shortest digits that read back, with an exponent below 1e-4 and
    /// from 1e15 on.
    func write(_ value: Double, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        guard value.isFinite else { return try write(notFinite: value, to: field) }
        return try write(value.sign, ShortestDecimal(value), to: field)
    }

    /// Writes a float as PostgreSQL prints a real, except for the thresholds at which exponents are used.
    func write(_ value: Float, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        guard value.isFinite else { return try write(notFinite: Double(value), to: field) }
        return try write(value.sign, ShortestDecimal(value), to: field)
    }

    private func write(
        _ sign: FloatingPointSign, _ digits: ShortestDecimal, to field: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        var out = ASCIIWriter(field)
        if sign == .minus { out.write("-") }
        out.write(digits)
        return try checked(out)
    }

    private func write(notFinite value: Double, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        if isJSON { throw .notFinite }
        var out = ASCIIWriter(field)
        out.write(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
        return try checked(out)
    }

    /// Writes `2024-02-29`, with ` BC` if applicable.
    func write(_ value: CalendarDate, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        _ = try DateField.days(value)
        var out = ASCIIWriter(field)
        out.write(year: value.year, value.month, value.day)
        if value.year < 0 { out.write(" BC") }
        return try checked(out)
    }

    /// Writes `12:34:56`.
    func write(_ value: ClockTime, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        _ = try TimeField.micros(value)
        var out = ASCIIWriter(field)
        out.write(value.hour, value.minute, value.second)
        return try checked(out)
    }

    /// Writes `2024-02-29 12:34:56.789`, with up to nine digits after the point, and ` BC` if applicable.
    func write(_ value: CalendarTimestamp, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        guard value.nanosecond < 1_000_000_000 else { throw .noSuchTime }
        _ = try DateField.days(CalendarDate(year: value.year, month: value.month, day: value.day))
        _ = try PostgresCalendar.micros(
            hour: Int(value.hour), minute: Int(value.minute), second: Int(value.second),
            micros: value.nanosecond > 0 ? 1 : 0)
        var out = ASCIIWriter(field)
        out.write(year: value.year, value.month, value.day)
        out.write(" ")
        out.write(value.hour, value.minute, value.second)
        out.write(nanosecond: value.nanosecond)
        if value.year < 0 { out.write(" BC") }
        return try checked(out)
    }

    /// Checks the length; everything written here is ASCII, so a byte is a character.
    func checked(_ out: ASCIIWriter) throws(Refusal) -> Int {
        guard out.count <= limit else { throw .tooLong }
        return out.count
    }
}
