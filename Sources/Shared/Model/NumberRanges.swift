/// Formats whole numbers for people, with consecutive numbers joined: `1–5, 7`.
package enum NumberRanges {
    /// - Parameters:
    ///   - numbers: the numbers in ascending order.
    ///   - limit: the maximum number of ranges to list; further numbers are only counted.
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
