package import Model
import Text

/// The middle of a range of keys, by arithmetic on its bounds as dialects print them.
///
/// Only for types that every source sorts by value: integers, decimals, dates and timestamps.
package enum KeyMidpoint {
    /// A key strictly between `lower` and `upper`, in the form of `lower`; `nil` if none can be computed.
    package static func between(_ lower: String, _ upper: String, type: SourceType) -> String? {
        // Some dialects print bounds as literals.
        if let lower = unquoted(lower), let upper = unquoted(upper) {
            return between(lower, upper, type: type).map { "'\($0)'" }
        }
        switch type {
        case .integer: return middle(lower, upper, fewestDigits: 0, mostDigits: 0)
        case .decimal(_, let scale): return middle(lower, upper, fewestDigits: max(scale, 0), mostDigits: 38)
        case .date: return date(lower, upper)
        case .timestamp: return timestamp(lower, upper)
        default: return nil
        }
    }

    private static func unquoted(_ text: String) -> String? {
        guard text.utf8.count > 2, text.hasPrefix("'"), text.hasSuffix("'") else { return nil }
        return String(text.dropFirst().dropLast())
    }

    // MARK: - Numbers

    private static func middle(_ lower: String, _ upper: String, fewestDigits: Int, mostDigits: Int) -> String? {
        guard let low = PlainDecimal(lower), let high = PlainDecimal(upper) else { return nil }
        let scale = max(low.scale, high.scale, fewestDigits)
        guard scale <= mostDigits, let low = low.units(scale: scale), let high = high.units(scale: scale),
            let middle = middle(low, high)
        else { return nil }
        return PlainDecimal(units: middle, scale: scale).text
    }

    /// A number strictly between both, so that the bounds of neither half exclude all keys.
    private static func middle(_ low: Int128, _ high: Int128) -> Int128? {
        let (span, overflow) = high.subtractingReportingOverflow(low)
        return overflow || span < 2 ? nil : low + span / 2
    }

    // MARK: - Dates and times

    private static func date(_ lower: String, _ upper: String) -> String? {
        guard let low = CivilDay(lower), let high = CivilDay(upper),
            let middle = middle(Int128(low.number), Int128(high.number))
        else { return nil }
        return CivilDay(number: Int(middle)).text
    }

    private static func timestamp(_ lower: String, _ upper: String) -> String? {
        guard let low = CivilMoment(lower), let high = CivilMoment(upper), low.separator == high.separator,
            low.zone == high.zone, let middle = middle(Int128(low.microseconds), Int128(high.microseconds))
        else { return nil }
        var moment = low
        moment.microseconds = Int(middle)
        // Prefer whole seconds: the source's column may not store fractions.
        let second = (moment.microseconds + 999_999) / 1_000_000 * 1_000_000
        if second < high.microseconds, second > low.microseconds { moment.microseconds = second }
        return moment.text
    }
}
