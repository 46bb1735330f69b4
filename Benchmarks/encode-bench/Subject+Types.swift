import Model
import RowSource

// The subjects with a single column: every type in each of its layouts.
extension Subject {
    static func types() -> [Subject] {
        arrowNumbers() + arrowTimes() + arrowTexts() + boundColumns()
    }

    private static func column(
        _ name: String, _ layout: String, _ target: TargetType,
        _ make: @escaping (inout SplitMix, DriverMemory) -> ColumnVector
    ) -> Subject {
        var generator = SplitMix(seed: 1)
        return Subject("\(name) → \(target.sql)", layout, targets: [("c", target)]) { _, memory in
            [make(&generator, memory)]
        }
    }

    private static func numbers<Value: FixedWidthInteger>(
        _ range: ClosedRange<Value>, _ generator: inout SplitMix
    ) -> [Value] {
        (0..<batchRows).map { _ in .random(in: range, using: &generator) }
    }

    private static func doubles(_ generator: inout SplitMix) -> [Double] {
        (0..<batchRows).map { _ in Double.random(in: 0..<1_000_000, using: &generator) }
    }

    private static func texts(_ lengths: ClosedRange<Int>, _ generator: inout SplitMix) -> [[UInt8]] {
        (0..<batchRows).map { _ in
            let length = Int.random(in: lengths, using: &generator)
            return (0..<length).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
        }
    }

    private static func arrow(_ values: ArrowValues) -> ColumnVector {
        ColumnVector(values: .arrow(values), validity: .allValid)
    }

    private static func arrowNumbers() -> [Subject] {
        let money = TargetType.numeric(precision: 15, scale: 2)
        let wide = TargetType.numeric(precision: 38, scale: 0)
        return [
            column("bits", "Arrow", .boolean) { generator, memory in
                arrow(.bits(memory.bits((0..<batchRows).map { _ in .random(using: &generator) }), offset: 0))
            },
            column("int16", "Arrow", .smallint) { generator, memory in
                arrow(.integers(memory.values(numbers(Int16.min...Int16.max, &generator)), .int16))
            },
            column("int32", "Arrow", .integer) { generator, memory in
                arrow(.integers(memory.values(numbers(Int32.min...Int32.max, &generator)), .int32))
            },
            column("int64", "Arrow", .bigint) { generator, memory in
                ColumnVector(values: .int64(memory.values(numbers(0...1 << 40, &generator))), validity: .allValid)
            },
            column("int64, one in 8 NULL", "Arrow", .bigint) { generator, memory in
                let valid = numbers(0...7, &generator).map { $0 > 0 }
                return ColumnVector(
                    values: .int64(memory.values(numbers(0...1 << 40, &generator))),
                    validity: .bitmap(memory.bits(valid), offset: 0))
            },
            column("float", "Arrow", .real) { generator, memory in
                arrow(.float32(memory.values(doubles(&generator).map { Float($0) })))
            },
            column("double", "Arrow", .doublePrecision) { generator, memory in
                ColumnVector(values: .float64(memory.values(doubles(&generator))), validity: .allValid)
            },
            column("decimal128(15,2)", "Arrow", money) { generator, memory in
                let values = numbers(-10_000_000...10_000_000, &generator).map { Int128($0) }
                return arrow(.decimals(memory.values(values), bytes: 16, scale: 2))
            },
            column("decimal128(38,0)", "Arrow", .bigint) { generator, memory in
                let values = numbers(0...1 << 40, &generator).map { Int128($0) }
                return arrow(.decimals(memory.values(values), bytes: 16, scale: 0))
            },
            column("decimal128(38,0), 30 digits", "Arrow", wide) { generator, memory in
                let values = numbers(Int128(10).power(29)...Int128(10).power(30), &generator)
                return arrow(.decimals(memory.values(values), bytes: 16, scale: 0))
            },
        ]
    }

    private static func arrowTimes() -> [Subject] {
        let instants = 0...Int64(2_000_000_000_000_000)
        return [
            column("date32", "Arrow", .date) { generator, memory in
                arrow(.days(memory.values(numbers(0...20_000, &generator))))
            },
            column("time64[us]", "Arrow", .time) { generator, memory in
                arrow(.times64(memory.values(numbers(0...86_399_999_999, &generator)), .microseconds))
            },
            column("timestamp[us]", "Arrow", .timestamp) { generator, memory in
                arrow(.timestamps(memory.values(numbers(instants, &generator)), .microseconds, zoned: false))
            },
            column("timestamp[ns, UTC]", "Arrow", .timestamptz) { generator, memory in
                let values = numbers(instants, &generator).map { $0 * 1000 }
                return arrow(.timestamps(memory.values(values), .nanoseconds, zoned: true))
            },
        ]
    }

    private static func arrowTexts() -> [Subject] {
        let documents = (0..<batchRows).map { Array(#"{"visit": \#($0), "ward": "A\#($0 % 20)", "tags": []}"#.utf8) }
        let german = (0..<batchRows).map { Array("Straße \($0), Köln, größer".utf8) }
        return [
            column("utf8, 1 character", "Arrow", .char(length: 1)) { generator, memory in
                arrow(.texts(memory.ranges(texts(1...1, &generator))))
            },
            column("utf8, 4–12", "Arrow", .text) { generator, memory in
                arrow(.texts(memory.ranges(texts(4...12, &generator))))
            },
            column("utf8, 10–43", "Arrow", .varchar(length: 44)) { generator, memory in
                arrow(.texts(memory.ranges(texts(10...43, &generator))))
            },
            column("utf8, 200–300", "Arrow", .text) { generator, memory in
                arrow(.texts(memory.ranges(texts(200...300, &generator))))
            },
            column("utf8 beyond ASCII, 27", "Arrow", .text) { _, memory in arrow(.texts(memory.ranges(german))) },
            column("utf8_view, 10–43", "Arrow", .text) { generator, memory in
                arrow(.texts(memory.spans(texts(10...43, &generator))))
            },
            column("binary, 16", "Arrow", .bytea) { generator, memory in
                arrow(.binaries(memory.ranges(texts(16...16, &generator))))
            },
            column("JSON, 45", "Arrow", .jsonb) { _, memory in arrow(.texts(memory.ranges(documents))) },
        ]
    }

    /// A column in the form in which an ODBC driver fills bound memory.
    private static func bound(_ name: String, _ target: TargetType, _ make: @escaping (Int) -> String) -> Subject {
        column(name, "ODBC", target) { _, memory in
            let slots = memory.slots((0..<batchRows).map { Array(make($0).utf8) })
            return ColumnVector(values: .text(slots), validity: .lengths(slots.lengths))
        }
    }

    private static func boundColumns() -> [Subject] {
        let full = [Int](repeating: 16, count: batchRows)
        return [
            column("SBIGINT", "ODBC", .bigint) { generator, memory in
                ColumnVector(
                    values: .int64(memory.values(numbers(0...1 << 40, &generator))),
                    validity: .lengths(memory.values(full)))
            },
            column("DATE_STRUCT", "ODBC", .date) { generator, memory in
                let dates = numbers(1...28, &generator).map {
                    CalendarDate(year: 1990 + Int16($0), month: 1 + UInt16($0) % 12, day: UInt16($0))
                }
                return ColumnVector(values: .date(memory.values(dates)), validity: .lengths(memory.values(full)))
            },
            column("TIMESTAMP_STRUCT", "ODBC", .timestamp) { generator, memory in
                let values = numbers(1...28, &generator).map {
                    CalendarTimestamp(
                        year: 1990 + Int16($0), month: 1 + UInt16($0) % 12, day: UInt16($0), hour: 12, minute: 34,
                        second: 56, nanosecond: UInt32($0) * 1000)
                }
                return ColumnVector(values: .timestamp(memory.values(values)), validity: .lengths(memory.values(full)))
            },
            bound("integer as text", .bigint) { "\($0 * 7919)" },
            bound("decimal as text", .numeric(precision: 15, scale: 2)) { Int64($0 * 7919).asCents },
            bound("double as text", .doublePrecision) { "\(Double($0) * 1.37)" },
            bound("date as text", .date) { Int32($0 % 10_000).asDay },
            bound("timestamp as text", .timestamp) { Int32($0 % 10_000).asDay + " 12:34:56.789012" },
            bound("uuid as text", .uuid) { "123e4567-e89b-12d3-a456-4266141\($0 + 10_000)" },
            bound("interval as text", .interval) { "\($0) days 03:04:05" },
            bound("text, 10–43", .text) { String(repeating: "x", count: 10 + $0 % 34) },
        ]
    }
}

extension Int128 {
    fileprivate func power(_ exponent: Int) -> Int128 {
        (0..<exponent).reduce(1) { power, _ in power * self }
    }
}
