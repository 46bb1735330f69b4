import Model

/// Formats numbers for people.
package enum Quantity {
    /// `1,234,567`.
    package static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return (number < 0 ? "-" : "") + grouped
    }

    /// A number of rows, which are added to others in mode append: `1,234`, `1,234 added`.
    static func rows(_ number: Int, _ mode: LoadMode) -> String {
        count(number) + (mode.ownsAllRows ? "" : " added")
    }

    /// Three significant digits: `950`, `1.20k`, `34.5k`, `678k`, `1.23M`.
    package static func short(_ number: Double) -> String {
        scaled(number, step: 1000, units: ["", "k", "M", "G", "T"])
    }

    /// `0 B`, `1.50 KiB`, `23.4 MiB`.
    package static func bytes(_ number: Double) -> String {
        scaled(number, step: 1024, units: [" B", " KiB", " MiB", " GiB", " TiB", " PiB"])
    }

    /// `0:07`, `12:03`, `1:02:03`, `3d 04:05`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "-" }
        let all = Int(max(seconds, 0))
        let (days, hours, minutes) = (all / 86_400, all / 3_600 % 24, all / 60 % 60)
        if days > 0 { return "\(days)d \(twoDigits(hours)):\(twoDigits(minutes))" }
        if hours > 0 { return "\(hours):\(twoDigits(minutes)):\(twoDigits(all % 60))" }
        return "\(minutes):\(twoDigits(all % 60))"
    }

    /// A time by RFC 3339, for people: without `T` and fractional seconds, `2026-11-22 23:31:02Z`.
    package static func time(_ stamp: String) -> String {
        let text = String(stamp.map { $0 == "T" ? " " : $0 })
        guard let point = text.firstIndex(of: ".") else { return text }
        return String(text[..<point] + text[point...].dropFirst().drop { $0.isNumber })
    }

    /// `100%` only if nothing is missing.
    package static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0%" }
        guard part < whole else { return "100%" }
        return "\(min(Int(Double(max(part, 0)) / Double(whole) * 100), 99))%"
    }

    /// `1 chunk`, `1,200 chunks`.
    package static func plural(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }

    private static func scaled(_ number: Double, step: Double, units: [String]) -> String {
        guard number.isFinite, number > 0 else { return "0" + units[0] }
        var rest = number
        var unit = 0
        // 999.5 would be rounded to four digits.
        while rest >= 999.5, unit < units.count - 1 {
            rest /= step
            unit += 1
        }
        if unit == 0 { return String(Int(rest.rounded())) + units[0] }
        return fixed(rest, decimals: rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0) + units[unit]
    }

    private static func fixed(_ number: Double, decimals: Int) -> String {
        guard decimals > 0 else { return String(Int(number.rounded())) }
        let factor = decimals == 1 ? 10 : 100
        let scaled = Int((number * Double(factor)).rounded())
        let fraction = String(scaled % factor)
        return "\(scaled / factor)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}
