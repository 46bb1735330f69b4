package import Model

/// A value that can't be represented exactly in its target column.
///
/// It contains the position and the kind of value, but never the value itself, because its text goes into logs and
/// status tables.
package struct EncodeError: Error, Hashable, CustomStringConvertible {
    /// The source column's name.
    package var column: String
    /// Counts from 1 within the chunk; `nil` if the whole column is refused.
    package var row: Int?
    package var target: TargetType
    package var refusal: Refusal

    package init(column: String, row: Int?, target: TargetType, refusal: Refusal) {
        (self.column, self.row, self.target, self.refusal) = (column, row, target, refusal)
    }

    /// Position, kind of value, target, and what to do.
    ///
    /// `column price, row 17: a value that isn't a number doesn't fit numeric(12,2); …`
    package var description: String {
        let place = row.map { "column \(column), row \($0)" } ?? "column \(column)"
        return "\(place): \(refusal.found) doesn't fit \(target.sql); \(refusal.wayOut)"
    }
}
