import Testing

@testable import Publishing

@Suite("Moving a sequence")
struct SequenceMoveTests {
    private static func move(
        last: Int, taken: Bool = true, step: Int = 1, past value: Int, within range: ClosedRange<Int> = 1...Int.max
    ) -> SequenceMove? {
        SequenceMove(
            from: ColumnSequence.Position(last: last, isTaken: taken), step: step, past: value, within: range)
    }

    @Test("it moves past the value, and never back")
    func forward() {
        #expect(Self.move(last: 5, past: 100) == .draw(95))
        #expect(Self.move(last: 5, past: 1_000_000) == .set(1_000_000))
        #expect(Self.move(last: 100, past: 100) == .stay)
        #expect(Self.move(last: 100, past: 5) == .stay)
        #expect(Self.move(last: 1, taken: false, past: 1) == .draw(1))
        #expect(Self.move(last: 1, taken: false, past: 0) == .stay)
    }

    @Test("it keeps its step: odd numbers are followed by odd ones")
    func step() {
        #expect(Self.move(last: 1, step: 2, past: 100) == .draw(49))
        #expect(Self.move(last: 1, step: 10, past: 1_000_000) == .set(999_991))
        #expect(Self.move(last: 5, taken: false, step: 5, past: 12) == .draw(2))
        #expect(Self.move(last: 1, step: 2, past: 2) == .stay)
    }

    @Test("a descending sequence moves down")
    func down() {
        #expect(Self.move(last: -1, step: -1, past: -50, within: Int.min ... -1) == .draw(49))
        #expect(Self.move(last: -100, step: -1, past: -50, within: Int.min ... -1) == .stay)
    }

    @Test("a sequence that ends before the value, or is exhausted, doesn't move")
    func ends() {
        #expect(Self.move(last: 5, past: 101, within: 1...100) == nil)
        #expect(Self.move(last: Int.min, step: 1, past: Int.max, within: Int.min...Int.max) == nil)
        #expect(Self.move(last: Int.min, taken: false, step: 1, past: 3, within: Int.min...Int.max) == nil)
    }
}
