import RowSource
import Testing

@testable import ADBCSource

@Suite("Arrow's format strings")
struct ArrowTypeTests {
    @Test(
        "types with arguments",
        arguments: [
            ("d:38,0", ArrowType.decimal(bits: 128, precision: 38, scale: 0)),
            ("d:76,-2,256", .decimal(bits: 256, precision: 76, scale: -2)), ("w:16", .fixedBinary(width: 16)),
            ("+w:3", .fixedList(length: 3)), ("tsn:", .timestamp(.nanoseconds, zoned: false)),
            ("tsu:America/New_York", .timestamp(.microseconds, zoned: true)), ("tiD", .daysAndMilliseconds),
        ])
    func parameters(format: String, type: ArrowType) {
        #expect(ArrowType(format: format) == type)
    }

    @Test(
        "an unknown format keeps its text",
        arguments: ["", "+r", "+ud:0,1", "d:38", "d:9,2,48", "d:9,1000", "w:x", "w:-1", "+vl", "tsx:"])
    func unknown(format: String) {
        #expect(ArrowType(format: format) == .other(format: format))
    }
}
