package import Model

/// A value that cannot become a field of its target column exactly.
///
/// It names the place and the kind of value, never the value: its text goes into logs and status tables.
package struct EncodeError: Error, Hashable, CustomStringConvertible {
    /// The source column's name.
    package var column: String
    /// From 1, within the chunk; nil when the column as a whole is refused.
    package var row: Int?
    package var target: TargetType
    package var refusal: Refusal

    package init(column: String, row: Int?, target: TargetType, refusal: Refusal) {
        (self.column, self.row, self.target, self.refusal) = (column, row, target, refusal)
    }

    /// Place, kind of value, target, way out.
    ///
    /// `column price, row 17: a text that is no number does not fit numeric(12,2); …`
    package var description: String {
        let place = row.map { "column \(column), row \($0)" } ?? "column \(column)"
        return "\(place): \(refusal.found) does not fit \(target.sql); \(refusal.wayOut)"
    }
}
