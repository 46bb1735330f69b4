import Presentation
import Testing

@Suite("Numbers for people")
struct QuantityTests {
    @Test(
        "counts have thousands separators",
        arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
    func counts(number: Int, text: String) {
        #expect(Quantity.count(number) == text)
    }

    @Test(
        "shortened numbers keep three digits",
        arguments: [
            (0.0, "0"), (0.4, "0"), (999, "999"), (999.6, "1.00k"), (1_234, "1.23k"), (12_345, "12.3k"),
            (999_499, "999k"), (999_500, "1.00M"), (9.996e6, "10.0M"), (7e15, "7000T"),
        ])
    func short(number: Double, text: String) {
        #expect(Quantity.short(number) == text)
    }

    @Test(
        "bytes count in powers of 1024",
        arguments: [
            (0.0, "0 B"), (512.0, "512 B"), (1_023.0, "1.00 KiB"), (1_536.0, "1.50 KiB"),
            (64.0 * 1_048_576, "64.0 MiB"),
        ])
    func bytes(number: Double, text: String) {
        #expect(Quantity.bytes(number) == text)
    }

    @Test(
        "durations look like a clock",
        arguments: [
            (0.0, "0:00"), (7.9, "0:07"), (723, "12:03"), (3_723, "1:02:03"), (273_900, "3d 04:05"), (-1, "0:00"),
            (Double.infinity, "-"), (Double.nan, "-"),
        ])
    func durations(seconds: Double, text: String) {
        #expect(Quantity.duration(seconds) == text)
    }

    @Test("100% is shown only if nothing is missing")
    func percent() {
        #expect(Quantity.percent(999_999, of: 1_000_000) == "99%")
        #expect(Quantity.percent(1_000_000, of: 1_000_000) == "100%")
        #expect(Quantity.percent(0, of: 0) == "0%")
    }
}
