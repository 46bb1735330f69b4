/// How to move a sequence past a value.
enum SequenceMove: Hashable, Sendable {
    /// Nothing to do: the sequence is already past the value.
    case stay
    /// By taking this many values. Others may take values at the same time; none is returned twice.
    case draw(Int)
    /// By setting its last value, which is too far away for others to reach between reading and setting it.
    case set(Int)

    /// The largest number of values to take one by one, which takes a few milliseconds.
    static let mostDrawn = 10_000

    /// - Parameter step: negative for a sequence that counts down.
    ///
    /// - Returns: `nil` if there is no such value in `range`.
    init?(from position: ColumnSequence.Position, step: Int, past value: Int, within range: ClosedRange<Int>) {
        // The value given out last, or the one before the first.
        let (last, isBelow) =
            position.isTaken ? (position.last, false) : position.last.subtractingReportingOverflow(step)
        let (distance, isFar) = value.subtractingReportingOverflow(last)
        guard !isBelow, !isFar, step != 0, distance != Int.min else { return nil }
        // The last value of the sequence that isn't past `value`, so that the next one is. It lies between both, so nothing
        // overflows.
        let steps = distance / step
        guard steps > 0 else {
            self = .stay
            return
        }
        let end = last + steps * step
        guard range.contains(end) else { return nil }
        self = steps <= Self.mostDrawn ? .draw(steps) : .set(end)
    }
}
