import Model
import Testing

@Suite("Numbers for people")
struct NumberRangesTests {
    @Test("consecutive numbers are joined, and the rest of a long list is counted")
    func text() {
        #expect(NumberRanges.text([]) == "")
        #expect(NumberRanges.text([7]) == "7")
        #expect(NumberRanges.text([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8")
        #expect(NumberRanges.text([1, 3, 5, 7, 8, 9], limit: 2) == "1, 3 and 4 more")
    }
}
