import Model
import PGCopy
import RowSource
import Testing

@Suite("COPY fields: values in Arrow's layouts")
struct ArrowFieldTests {
    private func refusal(_ column: CopyColumn, _ target: TargetType) throws -> Refusal? {
        try copyRefusal(column, as: target)
    }

    @Test("integers out of the target's range are refused")
    func integers() throws {
        #expect(try refusal(.arrow([UInt64.max]) { .integers($0, .uint64) }, .bigint) == .outOfRange)
        #expect(try refusal(.arrow([Int32.max]) { .integers($0, .int32) }, .smallint) == .outOfRange)
        #expect(try refusal(.arrow([UInt32.max]) { .integers($0, .uint32) }, .integer) == .outOfRange)
        #expect(try refusal(.arrow([UInt8(2)]) { .integers($0, .uint8) }, .boolean) == .notBoolean)
        #expect(
            try copyField(.arrow([UInt64.max]) { .integers($0, .uint64) }, as: .text) == Array("\(UInt64.max)".utf8))
        #expect(try refusal(.arrow([Int16(1)]) { .integers($0, .int16) }, .date) == .unsupported(.integer))
    }

    @Test("decimals that the target would round or truncate are refused")
    func decimals() throws {
        func decimal(_ value: Int128, scale: Int) -> CopyColumn {
            .arrow([value]) { .decimals($0, bytes: 16, scale: scale) }
        }
        #expect(try refusal(decimal(12345, scale: 2), .integer) == .fraction)
        #expect(try refusal(decimal(Int128(1) << 100, scale: 0), .bigint) == .outOfRange)
        #expect(try refusal(decimal(Int128(Int64.max) + 1, scale: 0), .bigint) == .outOfRange)
        #expect(try copyField(decimal(Int128(Int64.min), scale: 0), as: .bigint) == networkOrder(Int64.min))
        #expect(try copyField(decimal(Int128(Int64.max) * 100, scale: 2), as: .bigint) == networkOrder(Int64.max))
        #expect(try refusal(decimal(12345, scale: 3), .numeric(precision: 10, scale: 2)) == .tooManyFractionDigits)
        #expect(try refusal(decimal(Int128(1) << 100, scale: 3), .numeric(precision: 20, scale: 3)) == .outOfRange)
        #expect(try refusal(decimal(123_456, scale: 0), .numeric(precision: 5, scale: 0)) == .outOfRange)
        #expect(try refusal(decimal(2, scale: 0), .boolean) == .notBoolean)
        #expect(try refusal(decimal(2, scale: 0), .date) == .unsupported(.decimal))
        #expect(try refusal(decimal(123, scale: 1), .varchar(length: 3)) == .tooLong)
    }

    /// Expects every decimal to become the same field as its text.
    @Test("decimals of all sizes become the same numbers as their texts", arguments: [0, 1, 5, 19, 20, 38, -3])
    func decimalsAsTexts(scale: Int) throws {
        var generator = SeededGenerator(state: 7)
        for bits in 0...126 {
            let limit = (UInt128(1) << UInt128(bits))
            let magnitude = UInt128.random(in: 0...limit, using: &generator)
            let value = Bool.random(using: &generator) ? Int128(magnitude) : 0 - Int128(magnitude)
            let text = "\(value)e\(0 - scale)"
            let column = CopyColumn.arrow([value]) { .decimals($0, bytes: 16, scale: scale) }
            for target in [TargetType.numeric(precision: nil, scale: 0), .doublePrecision, .real] {
                let (own, other) = (try field(column, target), try field(.text([text]), target))
                #expect(own == other, "\(text) as \(target.sql)")
            }
        }
    }

    @Test("decimals keep all digits and their column's limits where the arithmetic changes")
    func decimalLimits() throws {
        let places = [0, 1, 2, 3, 4, 15, 16, 19, 20, 37]
        let powers = (0...38).map { (0..<$0).reduce(Int128(1)) { power, _ in power * 10 } }
        for power in powers {
            for value in [power - 1, power, power + 1, 0 - power] {
                for scale in places {
                    let column = CopyColumn.arrow([value]) { .decimals($0, bytes: 16, scale: scale) }
                    let text = CopyColumn.text(["\(value)e-\(scale)"])
                    for (precision, targetScale) in [(38, 0), (38, 10), (38, 37), (18, 2), (4, 4), (20, -3)] {
                        let target = TargetType.numeric(precision: precision, scale: targetScale)
                        let (own, other) = (try field(column, target), try field(text, target))
                        #expect(own == other, "\(value)e-\(scale) as \(target.sql)")
                    }
                }
            }
        }
    }

    private func field(_ column: CopyColumn, _ target: TargetType) throws -> Result<[UInt8]?, EncodeError> {
        do {
            return .success(try copyField(column, as: target))
        } catch let error as EncodeError {
            return .failure(error)
        }
    }

    @Test("dates and instants outside PostgreSQL's calendar, or with a part that would be lost, are refused")
    func times() throws {
        func days(_ value: Int32) -> CopyColumn { .arrow([value]) { .days($0.assumingMemoryBound(to: Int32.self)) } }
        func stamp(_ value: Int64, _ unit: ArrowTimeUnit) -> CopyColumn {
            .arrow([value]) { .timestamps($0.assumingMemoryBound(to: Int64.self), unit, zoned: false) }
        }
        func clock(_ value: Int64, _ unit: ArrowTimeUnit) -> CopyColumn {
            .arrow([value]) { .times64($0.assumingMemoryBound(to: Int64.self), unit) }
        }
        #expect(try refusal(days(-2_440_589), .date) == .outOfRange)
        #expect(try refusal(days(2_145_042_906), .date) == .outOfRange)
        #expect(try refusal(days(.max), .text) == .outOfRange)
        #expect(try refusal(days(.max), .timestamp) == .outOfRange)
        for unit in [ArrowTimeUnit.seconds, .milliseconds] {
            #expect(try refusal(stamp(.max, unit), .timestamp) == .outOfRange)
            #expect(try refusal(stamp(.min, unit), .timestamptz) == .outOfRange)
        }
        #expect(try refusal(stamp(-210_866_803_200_000_001, .microseconds), .timestamp) == .outOfRange)
        #expect(try refusal(stamp(.min, .microseconds), .timestamp) == .outOfRange)
        #expect(try refusal(stamp(1, .nanoseconds), .timestamp) == .finerThanMicrosecond)
        #expect(try refusal(stamp(-1, .nanoseconds), .timestamp) == .finerThanMicrosecond)
        #expect(try refusal(stamp(1, .seconds), .date) == .timeOfDay)
        #expect(try refusal(stamp(1, .seconds), .time) == .unsupported(.timestamp))
        #expect(try refusal(stamp(.max, .seconds), .text) == .outOfRange)
        #expect(try refusal(clock(-1, .microseconds), .time) == .noSuchTime)
        #expect(try refusal(clock(86_400_000_001, .microseconds), .time) == .noSuchTime)
        #expect(try refusal(clock(1, .nanoseconds), .time) == .finerThanMicrosecond)
        let millis = CopyColumn.arrow([Int64(1)]) { .dayMilliseconds($0.assumingMemoryBound(to: Int64.self)) }
        #expect(try refusal(millis, .date) == .timeOfDay)
    }

    @Test("a text cut within a character is refused, even if it is valid together with its neighbour")
    func neighbours() throws {
        let bytes = Array("Straße".utf8)
        let column = CopyColumn.arrow([Int32(0), 5, 7], rows: 2, beside: bytes) { offsets, data in
            .texts(.offsets32(offsets.assumingMemoryBound(to: Int32.self), data))
        }
        #expect(try refusal(column, .text) == .invalidUTF8)
    }

    @Test("the bytes of NULLs among texts are never read")
    func bytesOfNulls() throws {
        let bytes: [UInt8] = [65, 0, 0xFF, 66]
        let column = CopyColumn.arrow([Int32(0), 1, 3, 4], rows: 3, beside: bytes) { offsets, data in
            .texts(.offsets32(offsets.assumingMemoryBound(to: Int32.self), data))
        }
        #expect(try copyFields(column.withBitmap(offset: 3) { $0 != 1 }, as: .text) == [[65], nil, [66]])
    }

    @Test("texts with U+0000 or invalid UTF-8, and binary values that don't have a uuid's length, are refused")
    func bytes() throws {
        func texts(_ bytes: [UInt8]) -> CopyColumn {
            .arrow([Int32(0), Int32(bytes.count)], rows: 1, beside: bytes) { offsets, data in
                .texts(.offsets32(offsets.assumingMemoryBound(to: Int32.self), data))
            }
        }
        #expect(try refusal(texts([65, 0, 66]), .text) == .nulCharacter)
        #expect(try refusal(texts([0xC3]), .json) == .invalidUTF8)
        #expect(try copyField(texts(Array("größer".utf8)), as: .varchar(length: 6)) == Array("größer".utf8))
        #expect(try refusal(texts(Array("größer".utf8)), .varchar(length: 5)) == .tooLong)
        #expect(try refusal(texts(Array("abcd".utf8)), .varchar(length: 3)) == .tooLong)
        #expect(try copyField(texts(Array("12.50".utf8)), as: .bytea) == Array("12.50".utf8))
        #expect(try refusal(texts(Array("x".utf8)), .integer) == .notNumber)
        let short = CopyColumn.arrow([UInt64(0)]) { .binaries(.fixed($0, width: 8)) }
        #expect(try refusal(short, .uuid) == .uuidLength)
        #expect(try refusal(short, .integer) == .unsupported(.binary))
    }
}
