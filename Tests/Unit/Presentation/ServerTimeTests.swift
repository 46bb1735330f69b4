import Presentation
import Testing

@Suite("Times of the server")
struct ServerTimeTests {
    @Test(
        "lose the fraction of their second and keep the zone",
        arguments: [
            ("2026-11-22 23:31:02.859852+00", "2026-11-22 23:31:02+00"),
            ("2026-11-22 23:31:02+05:30", "2026-11-22 23:31:02+05:30"),
            ("2026-11-22 23:31:02.5", "2026-11-22 23:31:02"),
        ])
    func cut(stamp: String, shown: String) {
        #expect(Quantity.time(stamp) == shown)
    }
}
