import Testing
import Text

@testable import Settings

@Suite("Values as people write them")
struct SettingTextTests {
    @Test(
        "durations",
        arguments: [
            ("10m", Duration.seconds(600)), ("30d", .seconds(2_592_000)), ("2h", .seconds(7_200)), ("45", .seconds(45)),
            ("500ms", .milliseconds(500)), ("1 s", .seconds(1)), ("0", .zero), ("", nil), ("m", nil), ("-5s", nil),
            ("5w", nil), ("1.5h", nil), ("99999999999999999d", nil),
        ])
    func durations(text: String, expected: Duration?) {
        #expect(SettingText.duration(text) == expected)
    }

    @Test(
        "sizes",
        arguments: [
            ("4096", 4096), ("64kB", 65_536), ("512MB", 536_870_912), ("1GiB", 1 << 30), ("2 TB", 2 << 40), ("1b", 1),
            ("", nil), ("MB", nil), ("1.5GB", nil), ("9999999999TB", nil), ("-1", nil),
        ] as [(String, Int?)])
    func sizes(text: String, expected: Int?) {
        #expect(SettingText.byteCount(text) == expected)
    }

    @Test(
        "whole numbers",
        arguments: [("500_000", 500_000), ("-7", -7), ("_1", nil), ("1_", nil), ("1e3", nil), ("0x10", nil)]
            as [(String, Int?)])
    func integers(text: String, expected: Int?) {
        #expect(SettingText.integer(text) == expected)
    }

    @Test("truth values", arguments: [("yes", true), ("OFF", false), ("True", true), ("1", nil), ("y", nil)])
    func booleans(text: String, expected: Bool?) {
        #expect(SettingText.boolean(text) == expected)
    }

    @Test(
        "the nearest name is a typing error away, or there is none",
        arguments: [
            ("tread", "threads"), ("batchRows", "batch_rows"), ("batch-rows", "batch_rows"), ("soruce", "source"),
            ("retries", nil), ("x", nil), ("workers", nil),
        ] as [(String, String?)])
    func nearest(name: String, expected: String?) {
        let known = ["threads", "batch_rows", "chunk_rows", "source", "target", "mode", "where"]
        #expect(NearestName.candidates(for: name, among: known).first == expected)
    }
}
