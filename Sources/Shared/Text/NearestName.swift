/// Suggests existing names for a name that doesn't exist.
package enum NearestName {
    /// The closest names, best first; empty if no name is close enough for a typing error.
    package static func candidates(for name: String, among known: [String], limit: Int = 1) -> [String] {
        let wanted = folded(name)
        let ranked = known.map { (name: $0, distance: distance(wanted, folded($0))) }
            .filter { $0.distance <= max(1, max(wanted.count, $0.name.count) / 3) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return ranked.prefix(limit).map(\.name)
    }

    /// The name with this exact spelling, otherwise the only one that differs only in letter case.
    package static func match(_ name: String, among known: [String]) -> String? {
        if known.contains(name) { return name }
        let alike = known.filter { $0.lowercased() == name.lowercased() }
        return alike.count == 1 ? alike[0] : nil
    }

    /// ` (did you mean x?)`, or an empty text if no name is close.
    package static func hint(for name: String, among known: [String]) -> String {
        candidates(for: name, among: known).first.map { " (did you mean \($0)?)" } ?? ""
    }

    /// Folds usual variants of a name into one: `chunkRows`, `chunk-rows`, `CHUNK_ROWS`.
    private static func folded(_ name: String) -> [Character] {
        name.filter { $0 != "_" && $0 != "-" }.lowercased().map(\.self)
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours that turn one name into the other.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column + 1], current[column]) + 1
                best = min(best, last[column] + (character == other ? 0 : 1))
                if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
