/// How a sequence is moved past a value.
enum SequenceMove: Hashable, Sendable {
    /// It is past it.
    case stay
    /// By taking so many values: others may take some meanwhile, and none comes twice.
    case draw(Int)
    /// By setting its last value. Too far away for others to come there between the look and the move.
    case set(Int)

    /// As many values as are taken one by one, in a few milliseconds.
    static let mostDrawn = 10_000

    /// - Parameter step: negative for a sequence that counts down.
    ///
    /// nil: there is no such value in `range`.
    init?(from position: ColumnSequence.Position, step: Int, past value: Int, within range: ClosedRange<Int>) {
        // What was given out last, or would have been.
        let (last, isBelow) =
            position.isTaken ? (position.last, false) : position.last.subtractingReportingOverflow(step)
        let (distance, isFar) = value.subtractingReportingOverflow(last)
        guard !isBelow, !isFar, step != 0, distance != Int.min else { return nil }
        // The last value in step that isn't past it: the next is. It lies between both, so nothing overflows.
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
