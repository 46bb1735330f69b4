import Model
import PGCopy
import RowSource
import Testing

@Suite("The COPY encoder")
struct CopyEncoderTests {
    static func spec(_ name: String, _ target: TargetType) -> ColumnSpec {
        ColumnSpec(source: name, sourceType: .other(name: "x"), target: name, targetType: target)
    }

    static func batch(_ columns: [CopyColumn]) -> ColumnBatch {
        ColumnBatch(rowCount: columns[0].rowCount, columns: columns.map(\.vector))
    }

    @Test("without rows there are a header and a trailer")
    func empty() throws {
        var encoder = try CopyEncoder(columns: [Self.spec("a", .integer)])
        var pieces: [[UInt8]] = []
        try encoder.finish { pieces.append(Array($0)) }
        #expect(
            pieces == [
                [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            ])
        #expect(encoder.rowsEncoded == 0)
        #expect(encoder.bytesEncoded == 21)
    }

    @Test("a row is a count of fields, then each field's length and bytes")
    func row() throws {
        let columns = [CopyColumn.int64([7]), .text(["ab"]), .int64([nil]), .text([""])]
        let specs = [Self.spec("a", .smallint), Self.spec("b", .text), Self.spec("c", .bigint), Self.spec("d", .jsonb)]
        var encoder = try CopyEncoder(columns: specs)
        var bytes: [UInt8] = []
        try withExtendedLifetime(columns) { try encoder.encode(Self.batch(columns)) { bytes += $0 } }
        try encoder.finish { bytes += $0 }
        let expected: [UInt8] = [
            0, 4, 0, 0, 0, 2, 0, 7, 0, 0, 0, 2, 0x61, 0x62, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 1, 0xFF, 0xFF,
        ]
        #expect(Array(bytes.dropFirst(19)) == expected)
    }

    @Test(
        "every row arrives complete and in order, whatever the sizes of batch, block and piece",
        arguments: [1, 255, 256, 257, 512, 1000], [64, 100, 1000, 1 << 19])
    func blocks(rows: Int, sendBytes: Int) throws {
        let numbers = (0..<rows).map { $0 % 7 == 3 ? nil : Int64($0) }
        // Some values are longer than the smallest pieces.
        let texts = (0..<rows).map { $0 % 5 == 4 ? nil : String(repeating: "é", count: $0 * 37 % 120) }
        let decimals = (0..<rows).map { $0 % 11 == 0 ? nil : "\($0).25" }
        let columns = [CopyColumn.int64(numbers), .text(texts), .text(decimals), .text(texts)]
        let specs = [
            Self.spec("a", .integer), Self.spec("b", .text), Self.spec("c", .numeric(precision: nil, scale: 0)),
            Self.spec("d", .jsonb),
        ]
        var encoder = try CopyEncoder(columns: specs, sendBytes: sendBytes)
        var pieces: [[UInt8]] = []
        try withExtendedLifetime(columns) {
            try encoder.encode(Self.batch(columns)) { pieces.append(Array($0)) }
            try encoder.encode(Self.batch(columns)) { pieces.append(Array($0)) }
        }
        try encoder.finish { pieces.append(Array($0)) }
        #expect(encoder.rowsEncoded == 2 * rows)
        #expect(encoder.bytesEncoded == pieces.reduce(0) { $0 + $1.count })
        #expect(pieces.allSatisfy { !$0.isEmpty && $0.count <= max(sendBytes, 240) })
        let stream = try DecodedCopy(pieces.flatMap(\.self))
        #expect(stream.rows.count == 2 * rows)
        for (index, row) in stream.rows.enumerated() {
            let (number, text) = (numbers[index % rows], texts[index % rows].map { Array($0.utf8) })
            #expect(row[0] == number.map { networkOrder(Int32($0)) })
            #expect(row[1] == text)
            #expect(row[2].map(NumericFieldTests.printed) == decimals[index % rows])
            #expect(row[3] == text.map { [1] + $0 })
        }
    }

    @Test("a value larger than a piece is sent without being copied")
    func largeValue() throws {
        let blob = [UInt8](repeating: 0xAB, count: 300_000)
        let columns = [
            CopyColumn.int64([1, 2, 3]), .binary([[1], blob, nil]),
            .text(["x", String(repeating: "j", count: 9000), "z"]),
        ]
        let specs = [Self.spec("a", .bigint), Self.spec("b", .bytea), Self.spec("c", .jsonb)]
        var encoder = try CopyEncoder(columns: specs, sendBytes: 4096)
        var bytes: [UInt8] = []
        var isInPlace = false
        guard case .binary(let slots) = columns[1].vector.values else {
            Issue.record("the column isn't binary")
            return
        }
        try withExtendedLifetime(columns) {
            try encoder.encode(Self.batch(columns)) { piece in
                if piece.baseAddress == slots.base + slots.stride { isInPlace = piece.count == blob.count }
                bytes += piece
            }
        }
        try encoder.finish { bytes += $0 }
        #expect(isInPlace)
        let rows = try DecodedCopy(bytes).rows
        #expect(rows.map { $0[1] } == [[1], blob, nil])
        #expect(rows.map { $0[2]?.count } == [2, 9001, 2])
        #expect(encoder.bytesEncoded == bytes.count)
    }

    @Test("a bitmap of NULLs is read from its offset on", arguments: [0, 1, 7, 8, 13])
    func bitmap(offset: Int) throws {
        let column = CopyColumn.int64((0..<700).map { Int64($0) }).withBitmap(offset: offset) { $0 % 3 != 1 }
        let fields = try copyFields(column, as: .integer)
        #expect(fields == (0..<700).map { $0 % 3 != 1 ? networkOrder(Int32($0)) : nil })
    }

    @Test("a text is NULL if either its length or the validity says so")
    func eitherValidity() throws {
        let column = CopyColumn.text(["a", nil, "c", nil]).withBitmap(offset: 0) { $0 < 2 }
        #expect(try copyFields(column, as: .text) == [[0x61], nil, nil, nil])
    }

    @Test("NULLs can be encoded as every type, from every layout")
    func nulls() throws {
        let targets: [TargetType] = [
            .boolean, .smallint, .integer, .bigint, .real, .doublePrecision, .numeric(precision: 9, scale: 2), .text,
            .varchar(length: 3), .char(length: 2), .bytea, .date, .time, .timestamp, .timestamptz, .uuid, .json, .jsonb,
            .interval, .textual(name: "citext"),
        ]
        let columns: [CopyColumn] = [
            .bool8([nil]), .int64([nil]), .float64([nil]), .date([nil]), .time([nil]), .timestamp([nil]), .text([nil]),
            .binary([nil]),
        ]
        for column in columns {
            for target in targets { #expect(try copyFields(column, as: target) == [nil]) }
        }
    }

    @Test("a layout without an exact conversion is refused at its first value, with its kind")
    func unsupported() throws {
        let date = CalendarDate(year: 2024, month: 1, day: 1)
        let cases: [(CopyColumn, TargetType, Refusal.ValueKind)] = [
            (.bool8([nil, 1]), .doublePrecision, .boolean), (.int64([nil, 1]), .date, .integer),
            (.int64([nil, 1]), .uuid, .integer),
            (.float64([nil, 1]), .boolean, .float), (.float64([nil, 1]), .timestamp, .float),
            (.date([nil, date]), .integer, .date),
            (.date([nil, date]), .json, .date),
            (.time([nil, ClockTime(hour: 1, minute: 1, second: 1)]), .timestamp, .time),
            (.timestamp([nil, CalendarFieldTests.stamp(2024, 1, 1)]), .time, .timestamp),
            (.binary([nil, [1]]), .integer, .binary),
            (.binary([nil, [1]]), .numeric(precision: nil, scale: 0), .binary),
        ]
        for (column, target, kind) in cases {
            let error = #expect(throws: EncodeError.self) { try copyFields(column, as: target) }
            #expect(error == EncodeError(column: "amount", row: 2, target: target, refusal: .unsupported(kind)))
        }
    }

    @Test("an error names the row within the chunk, across blocks and batches", arguments: [0, 255, 256, 299])
    func rowNumbers(row: Int) throws {
        let good = CopyColumn.text((0..<300).map { _ in "1" })
        let bad = CopyColumn.text((0..<300).map { $0 == row ? "canary-4711" : "1" })
        let specs = [Self.spec("id", .integer), Self.spec("price", .numeric(precision: 12, scale: 2))]
        var encoder = try CopyEncoder(columns: specs)
        var caught: EncodeError?
        try withExtendedLifetime((good, bad)) {
            try encoder.encode(Self.batch([good, good])) { _ in }
            do { try encoder.encode(Self.batch([good, bad])) { _ in } } catch let error as EncodeError {
                caught = error
            }
        }
        #expect(caught?.row == 300 + row + 1)
        #expect(
            caught?.description
                == "column price, row \(300 + row + 1): a value that isn't a number doesn't fit numeric(12,2); "
                + "convert it in a source `query`, or make the target column text")
    }

    @Test("the sender's error is rethrown")
    func senderFails() throws {
        struct Broken: Error {}
        var encoder = try CopyEncoder(columns: [Self.spec("a", .integer)])
        var caught = false
        do { try encoder.finish { _ in throw Broken() } } catch is Broken { caught = true }
        #expect(caught)
    }

    @Test("a batch with a different number of columns is refused")
    func columnCount() throws {
        let column = CopyColumn.int64([1])
        var encoder = try CopyEncoder(columns: [Self.spec("a", .integer), Self.spec("b", .integer)])
        var caught: EncodeError?
        do { try encoder.encode(Self.batch([column])) { _ in } } catch let error as EncodeError { caught = error }
        #expect(caught == EncodeError(column: "b", row: nil, target: .integer, refusal: .columnMissing))
    }

    @Test("more columns than a table can have are refused")
    func tooManyColumns() throws {
        let specs = (0...1600).map { Self.spec("c\($0)", .integer) }
        _ = try CopyEncoder(columns: specs.dropLast())
        var caught: EncodeError?
        do throws(EncodeError) { _ = try CopyEncoder(columns: specs) } catch { caught = error }
        #expect(caught == EncodeError(column: "c1600", row: nil, target: .integer, refusal: .tooManyColumns))
    }

    @Test("a value of 1 GB is refused before it is read")
    func tooLarge() throws {
        let byte: UInt8 = 0
        let length = 1 << 30
        try withUnsafePointer(to: byte) { base in
            try withUnsafePointer(to: length) { lengths in
                let slots = ByteSlots(base: UnsafeRawPointer(base), stride: 0, lengths: lengths)
                for values in [ColumnValues.binary(slots), .text(slots)] {
                    let vector = ColumnVector(values: values, validity: .allValid)
                    var encoder = try CopyEncoder(columns: [Self.spec("a", .bytea)])
                    var caught: EncodeError?
                    do {
                        try encoder.encode(ColumnBatch(rowCount: 1, columns: [vector])) { _ in }
                    } catch let error as EncodeError { caught = error }
                    #expect(caught?.refusal == .tooLarge)
                }
            }
        }
    }
}
