/// Parses numbers, booleans, durations and sizes as users write them; `nil` if the text isn't one.
package enum SettingText {
    /// A whole number, optionally with `_` between digits: `500_000`.
    package static func integer(_ text: String) -> Int? {
        guard text.first != "_", text.last != "_" else { return nil }
        return Int(text.filter { $0 != "_" })
    }

    /// YAML's words for booleans, in any letter case.
    package static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }

    /// A whole number with a unit: `500ms`, `30s`, `10m`, `2h`, `30d`.
    ///
    /// Without a unit, seconds are meant.
    package static func duration(_ text: String) -> Duration? {
        guard let (number, unit) = numberAndUnit(text) else { return nil }
        let milliseconds: Int
        switch unit {
        case "ms": milliseconds = 1
        case "", "s": milliseconds = 1_000
        case "m": milliseconds = 60_000
        case "h": milliseconds = 3_600_000
        case "d": milliseconds = 86_400_000
        default: return nil
        }
        let (total, overflow) = number.multipliedReportingOverflow(by: milliseconds)
        return overflow ? nil : .milliseconds(total)
    }

    /// A byte count with an optional unit in powers of 1024, as in PostgreSQL: `4096`, `64kB`, `512MB`, `1GiB`.
    package static func byteCount(_ text: String) -> Int? {
        guard let (number, unit) = numberAndUnit(text) else { return nil }
        let shift: Int
        switch unit.lowercased() {
        case "", "b": shift = 0
        case "k", "kb", "kib": shift = 10
        case "m", "mb", "mib": shift = 20
        case "g", "gb", "gib": shift = 30
        case "t", "tb", "tib": shift = 40
        default: return nil
        }
        let (total, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : total
    }

    /// A byte count in the largest unit that gives a whole number: `256MB`.
    static func size(_ bytes: Int) -> String {
        let units = [(40, "TB"), (30, "GB"), (20, "MB"), (10, "kB")]
        guard let (shift, unit) = units.first(where: { bytes > 0 && bytes % (1 << $0.0) == 0 }) else {
            return String(bytes)
        }
        return "\(bytes >> shift)\(unit)"
    }

    private static func numberAndUnit(_ text: String) -> (Int, Substring)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "_") }
        guard let number = integer(String(digits)) else { return nil }
        let unit = text[digits.endIndex...]
        return (number, unit.first == " " ? unit.dropFirst() : unit)
    }
}
