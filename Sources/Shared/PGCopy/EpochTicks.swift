import RowSource
import Text

/// Converts times counted in ticks of one unit since 1970-01-01 or midnight.
struct EpochTicks {
    /// Microseconds per tick; 0 for nanoseconds.
    private let microsPerTick: Int64
    private let ticksPerSecond: Int64
    private let zoned: Bool

    /// Days from 1970-01-01 to 2000-01-01.
    private static let epochDays = 10_957
    private static let epochMicros = Int64(epochDays) * Int64(PostgresCalendar.microsPerDay)

    init(_ unit: ArrowTimeUnit, zoned: Bool = false) {
        ticksPerSecond = unit.ticksPerSecond
        microsPerTick = 1_000_000 / ticksPerSecond
        self.zoned = zoned
    }

    /// Converts days since 1970-01-01 to days since 2000-01-01.
    @inline(__always)
    static func days(_ days: Int32) throws(Refusal) -> Int32 {
        try DateField.field(Int(days) &- epochDays)
    }

    /// Midnight of a day since 1970-01-01, for `timestamp` and `timestamptz`.
    @inline(__always)
    static func timestamp(_ days: Int32) throws(Refusal) -> Int64 {
        try PostgresCalendar.timestamp(days: Int(days) &- epochDays, micros: 0)
    }

    static func write(
        _ days: Int32, _ field: TextField, to memory: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        var out = ASCIIWriter(memory)
        let date = CivilDate(daysFrom2000: Int(try Self.days(days)))
        out.write(date)
        if date.year < 0 { out.write(" BC") }
        return try field.checked(out)
    }

    @inline(__always)
    private func micros(_ ticks: Int64) throws(Refusal) -> Int64 {
        if microsPerTick == 0 {
            let micros = ticks / 1000
            guard micros &* 1000 == ticks else { throw .finerThanMicrosecond }
            return micros
        }
        let (micros, overflow) = ticks.multipliedReportingOverflow(by: microsPerTick)
        guard !overflow else { throw .outOfRange }
        return micros
    }

    /// The field value for `timestamp` and `timestamptz`.
    @inline(__always)
    func timestamp(_ ticks: Int64) throws(Refusal) -> Int64 {
        let (micros, overflow) = try micros(ticks).subtractingReportingOverflow(Self.epochMicros)
        guard !overflow else { throw .outOfRange }
        return try PostgresCalendar.checked(timestamp: micros)
    }

    /// The field value for `date`; accepts midnight only.
    @inline(__always)
    func date(_ ticks: Int64) throws(Refusal) -> Int32 {
        let (days, rest) = split(ticks, by: ticksPerSecond &* 86_400)
        guard rest == 0 else { throw .timeOfDay }
        return try DateField.field(Int(days) &- Self.epochDays)
    }

    /// The field value for `time`; the largest is the end of the day, 24:00:00.
    @inline(__always)
    func clock(_ ticks: Int64) throws(Refusal) -> Int64 {
        guard ticks >= 0, ticks <= ticksPerSecond &* 86_400 else { throw .noSuchTime }
        return try micros(ticks)
    }

    func writeClock(
        _ ticks: Int64, _ field: TextField, to memory: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        guard ticks >= 0, ticks <= ticksPerSecond &* 86_400 else { throw .noSuchTime }
        var out = ASCIIWriter(memory)
        write(clock: ticks, to: &out)
        return try field.checked(out)
    }

    /// Writes `2024-02-29 12:34:56.789`, without trailing zeros in the fraction, with `+00` if zoned and ` BC` if
    /// applicable.
    func writeTimestamp(
        _ ticks: Int64, _ field: TextField, to memory: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        let (days, clock) = split(ticks, by: ticksPerSecond &* 86_400)
        let date = CivilDate(daysFrom2000: Int(try DateField.field(Int(days) &- Self.epochDays)))
        var out = ASCIIWriter(memory)
        out.write(date)
        out.write(" ")
        write(clock: clock, to: &out)
        if zoned { out.write("+00") }
        if date.year < 0 { out.write(" BC") }
        return try field.checked(out)
    }

    private func write(clock ticks: Int64, to out: inout ASCIIWriter) {
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: ticksPerSecond)
        out.write(
            UInt16(truncatingIfNeeded: seconds / 3600), UInt16(truncatingIfNeeded: seconds / 60 % 60),
            UInt16(truncatingIfNeeded: seconds % 60))
        out.write(nanosecond: UInt32(truncatingIfNeeded: rest &* (1_000_000_000 / ticksPerSecond)))
    }

    /// Rounds towards the past.
    @inline(__always)
    private func split(_ ticks: Int64, by unit: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = ticks.quotientAndRemainder(dividingBy: unit)
        return remainder < 0 ? (quotient &- 1, remainder &+ unit) : (quotient, remainder)
    }
}
