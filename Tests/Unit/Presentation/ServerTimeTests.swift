import Presentation
import Testing

@Suite("Times of the server")
struct ServerTimeTests {
    @Test(
        "are shown without fractions of a second, with their zone",
        arguments: [
            ("2026-11-22T23:31:02.859852Z", "2026-11-22 23:31:02Z"),
            ("2026-11-22T23:31:02+05:30", "2026-11-22 23:31:02+05:30"),
            ("2026-11-22T23:31:02.5", "2026-11-22 23:31:02"),
        ])
    func cut(stamp: String, shown: String) {
        #expect(Quantity.time(stamp) == shown)
    }
}
