/// Whole numbers for people, neighbours joined: `1–5, 7`.
package enum NumberRanges {
    /// - Parameters:
    ///   - numbers: in ascending order.
    ///   - limit: how many ranges are named; the rest is counted.
    package static func text(_ numbers: [Int], limit: Int = 12) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let named = ranges.prefix(limit).map { range in
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
        }
        let others = ranges.dropFirst(limit).reduce(0) { $0 + $1.count }
        return named.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
    }
}
