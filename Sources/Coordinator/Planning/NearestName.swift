/// Finds what a misspelt name may have meant.
enum NearestName {
    /// The column that a name means: by exact spelling, else the only one that differs in letter case alone.
    static func match(_ name: String, among names: [String]) -> String? {
        if names.contains(name) { return name }
        let folded = name.lowercased()
        let alike = names.filter { $0.lowercased() == folded }
        return alike.count == 1 ? alike[0] : nil
    }

    /// ` (did you mean x?)`, or nothing when no name is near.
    static func hint(for name: String, among names: [String]) -> String {
        let limit = max(2, name.count / 3)
        let near = names.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
            .min { $0.distance < $1.distance }
        guard let near, near.distance <= limit else { return "" }
        return " (did you mean \(near.name)?)"
    }

    /// Levenshtein's distance.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substitution = diagonal + (right[column] == letter ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
