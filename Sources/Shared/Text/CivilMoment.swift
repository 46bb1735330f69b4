/// A day and a time of day as databases print them: `2024-02-29 12:30:00.5+00`.
package struct CivilMoment {
    private static let day = 86_400_000_000

    /// Microseconds since the first day of `CivilDay`; smaller fractions are cut off.
    package var microseconds: Int
    /// The character between day and time: a space or a `T`.
    package let separator: Character
    /// The text after the time: empty, `Z` or an offset.
    package let zone: String

    /// `nil` for any other form.
    package init?(_ text: String) {
        guard let separator = text.dropFirst(10).first, separator == " " || separator == "T",
            let date = CivilDay(text.prefix(10))
        else { return nil }
        let rest = text.dropFirst(11)
        let time = rest.prefix { "0123456789:.".contains($0) }
        let zone = rest.dropFirst(time.count)
        guard zone.isEmpty || zone == "Z" || zone.hasPrefix("+") || zone.hasPrefix("-") else { return nil }
        guard let microseconds = Self.microseconds(Array(time.utf8)) else { return nil }
        self.microseconds = date.number * Self.day + microseconds
        self.separator = separator
        self.zone = String(zone)
    }

    /// Parses `12:30:00` and `12:30:00.123456789`.
    private static func microseconds(_ time: [UInt8]) -> Int? {
        guard time.count >= 8, time[2] == UInt8(ascii: ":"), time[5] == UInt8(ascii: ":"),
            let hour = digits(time[0..<2]), let minute = digits(time[3..<5]), let second = digits(time[6..<8]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction = 0
        if time.count > 8 {
            let places = time[9...]
            guard time[8] == UInt8(ascii: "."), (1...9).contains(places.count), digits(places) != nil else {
                return nil
            }
            fraction = digits((places + [UInt8](repeating: UInt8(ascii: "0"), count: 6)).prefix(6)) ?? 0
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    package var text: String {
        let ofDay = microseconds % Self.day
        let (seconds, fraction) = (ofDay / 1_000_000, ofDay % 1_000_000)
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0.padded(2) }.joined(separator: ":")
        let date = CivilDay(number: microseconds / Self.day).text
        return "\(date)\(separator)\(time)\(fraction == 0 ? "" : ".\(fraction.padded(6))")\(zone)"
    }
}
