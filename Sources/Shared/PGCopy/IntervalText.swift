/// An interval parsed from text.
///
/// ISO 8601 (`P1Y2M3DT4H5M6.789S`, `P-1W`) or words as PostgreSQL prints and accepts them (`1 year 2 mons -3 days
/// +04:05:06.789`, `@ 4 hours 5 mins 6.789 secs ago`). Only seconds may have a fraction, because half a month has no
/// fixed length.
struct IntervalText {
    private(set) var months: Int64 = 0
    private(set) var days: Int64 = 0
    private(set) var micros: Int64 = 0

    private enum Unit {
        case months(Int64), days(Int64), micros(Int64)
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        var scanner = try ByteScanner(trimming: bytes)
        if scanner.skip("P") {
            try readISO(&scanner)
        } else {
            try readWords(&scanner)
        }
    }

    private mutating func readISO(_ scanner: inout ByteScanner) throws(Refusal) {
        var isTime = false
        var hasAny = false
        while !scanner.isAtEnd {
            if scanner.skip("T") {
                guard !isTime, !scanner.isAtEnd else { throw .notInterval }
                isTime = true
            }
            let amount = try Amount(&scanner)
            let unit: Unit
            switch (isTime, scanner.peek) {
            case (false, UInt8(ascii: "Y")): unit = .months(12)
            case (false, UInt8(ascii: "M")): unit = .months(1)
            case (false, UInt8(ascii: "W")): unit = .days(7)
            case (false, UInt8(ascii: "D")): unit = .days(1)
            case (true, UInt8(ascii: "H")): unit = .micros(3_600_000_000)
            case (true, UInt8(ascii: "M")): unit = .micros(60_000_000)
            case (true, UInt8(ascii: "S")): unit = .micros(1_000_000)
            default: throw .notInterval
            }
            scanner.step()
            try add(amount, unit)
            hasAny = true
        }
        guard hasAny else { throw .notInterval }
    }

    private mutating func readWords(_ scanner: inout ByteScanner) throws(Refusal) {
        _ = scanner.skip("@")
        scanner.skipSpaces()
        var hasAny = false
        while !scanner.isAtEnd {
            if hasAny, scanner.skip(word: "ago") {
                guard scanner.isAtEnd else { throw .notInterval }
                try negate()
                return
            }
            let amount = try Amount(&scanner)
            if scanner.skip(":") {
                try addClock(amount, &scanner)
            } else {
                scanner.skipSpaces()
                // PostgreSQL's verbose format prints a zero interval as `@ 0`.
                if amount.isZero, !hasAny, scanner.isAtEnd { return }
                try add(amount, unit(&scanner))
            }
            hasAny = true
            if !scanner.isAtEnd, scanner.peek != UInt8(ascii: " ") { throw .notInterval }
            scanner.skipSpaces()
        }
        guard hasAny else { throw .notInterval }
    }

    private func unit(_ scanner: inout ByteScanner) throws(Refusal) -> Unit {
        // Longer words first; each may be followed by `s`.
        let unit: Unit
        if scanner.skip(word: "year") {
            unit = .months(12)
        } else if scanner.skip(word: "month") || scanner.skip(word: "mon") {
            unit = .months(1)
        } else if scanner.skip(word: "week") {
            unit = .days(7)
        } else if scanner.skip(word: "day") {
            unit = .days(1)
        } else if scanner.skip(word: "hour") {
            unit = .micros(3_600_000_000)
        } else if scanner.skip(word: "minute") || scanner.skip(word: "min") {
            unit = .micros(60_000_000)
        } else if scanner.skip(word: "second") || scanner.skip(word: "sec") {
            unit = .micros(1_000_000)
        } else {
            throw .notInterval
        }
        _ = scanner.skip(word: "s")
        return unit
    }

    /// Adds `hours:MM[:SS[.ffffff]]`, whose hours are already read; the sign applies to the whole time.
    private mutating func addClock(_ hours: Amount, _ scanner: inout ByteScanner) throws(Refusal) {
        guard hours.millionths == 0, let minute = scanner.twoDigits() else { throw .notInterval }
        var (second, fraction) = (0, 0)
        if scanner.skip(":") {
            guard let seconds = scanner.twoDigits() else { throw .notInterval }
            second = seconds
            if scanner.skip(".") { fraction = try scanner.millionths(orElse: .notInterval) }
        }
        guard minute < 60, second < 60 else { throw .noSuchTime }
        try add(hours, .micros(3_600_000_000))
        let rest = Int64((minute * 60 + second) * 1_000_000 + fraction)
        micros = try sum(micros, hours.negative ? -rest : rest)
    }

    private mutating func add(_ amount: Amount, _ unit: Unit) throws(Refusal) {
        switch unit {
        case .months(let size): months = try sum(months, amount.whole(times: size))
        case .days(let size): days = try sum(days, amount.whole(times: size))
        case .micros(let size):
            guard size == 1_000_000 || amount.millionths == 0 else { throw .intervalFraction }
            micros = try sum(micros, amount.scaled(by: size))
        }
    }

    private func sum(_ first: Int64, _ second: Int64) throws(Refusal) -> Int64 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        guard !overflow else { throw .outOfRange }
        return sum
    }

    private mutating func negate() throws(Refusal) {
        guard micros != .min, days != .min, months != .min else { throw .outOfRange }
        (months, days, micros) = (-months, -days, -micros)
    }

    /// The number before a unit.
    private struct Amount {
        let negative: Bool
        let units: Int64
        let millionths: Int

        var isZero: Bool { units == 0 && millionths == 0 }

        init(_ scanner: inout ByteScanner) throws(Refusal) {
            negative = scanner.skip("-")
            if !negative { _ = scanner.skip("+") }
            guard let number = scanner.number() else { throw .notInterval }
            units = Int64(number)
            millionths = scanner.skip(".") ? try scanner.millionths(orElse: .notInterval) : 0
        }

        func whole(times size: Int64) throws(Refusal) -> Int64 {
            guard millionths == 0 else { throw .intervalFraction }
            return try scaled(by: size)
        }

        func scaled(by size: Int64) throws(Refusal) -> Int64 {
            let (product, overflow) = units.multipliedReportingOverflow(by: size)
            let (sum, tooLarge) = product.addingReportingOverflow(Int64(millionths))
            guard !overflow, !tooLarge else { throw .outOfRange }
            return negative ? -sum : sum
        }
    }
}
