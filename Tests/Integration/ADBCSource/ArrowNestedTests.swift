import Model
import TestKit
import Testing

@Suite("Arrow's dictionaries and nested values, as PostgreSQL reads them")
struct ArrowNestedTests {
    @Test("a dictionary's values, of every kind", arguments: ArrowLayoutTests.offsets)
    func dictionaries(offset: Int) async throws {
        let copy = try await ArrowCopy()
        let indexes: [Int8?] = [2, nil, 0, 1, 2]
        func check(_ values: ArrowColumn, _ target: TargetType, _ expected: [String]) async throws {
            let column = ArrowColumn.dictionary(indexes, of: values, offset: offset)
            #expect(try await copy.texts(column, as: target) == expected, "\(values.format)")
        }
        // A NULL in the dictionary itself is a NULL as well.
        for format in ["u", "U"] {
            try await check(
                .texts(format, ["", nil, "é and long enough"], offset: 3), .text,
                [
                    "é and long enough", "∅", "", "∅", "é and long enough",
                ])
        }
        try await check(
            .views("vu", ["a", nil, "more than twelve bytes"].map { $0.map { Array($0.utf8) } }, offset: 3), .text,
            ["more than twelve bytes", "∅", "a", "∅", "more than twelve bytes"])
        try await check(.fixedBinary(2, [[1, 2], nil, [3, 4]]), .bytea, ["\\x0304", "∅", "\\x0102", "∅", "\\x0304"])
        try await check(.fixed("l", [Int64(7), nil, -8], junk: Int64(1)), .bigint, ["-8", "∅", "7", "∅", "-8"])
        try await check(
            .fixed("s", [Int16(7), 6, -8], junk: Int16(1), offset: 3), .integer, ["-8", "∅", "7", "6", "-8"])
        try await check(.fixed("g", [0.5, nil, 1.5], junk: 9.0), .doublePrecision, ["1.5", "∅", "0.5", "∅", "1.5"])
        try await check(.bits([true, nil, false], offset: 3), .boolean, ["false", "∅", "true", "∅", "false"])
        try await check(
            .fixed("d:38,1", [Int128(5), nil, -6], junk: Int128(1)), .numeric(precision: nil, scale: 0),
            [
                "-0.6", "∅", "0.5", "∅", "-0.6",
            ])
        try await check(
            .fixed("tdD", [Int32(0), nil, 1], junk: Int32(9)), .date,
            [
                "1970-01-02", "∅", "1970-01-01", "∅", "1970-01-02",
            ])
        try await check(
            .fixed("tsu:", [Int64(0), nil, 1], junk: Int64(9)), .timestamp,
            [
                "1970-01-01 00:00:00.000001", "∅", "1970-01-01 00:00:00", "∅", "1970-01-01 00:00:00.000001",
            ])
    }

    @Test("lists, structures and maps become JSON")
    func nested() async throws {
        let copy = try await ArrowCopy()
        let numbers = ArrowColumn.fixed("i", [Int32(1), nil, 3, 4], junk: Int32(9), offset: 3)
        for format in ["+l", "+L"] {
            let lists = ArrowColumn.list(format, ends: [2, nil, 2, 4], of: numbers)
            #expect(try await copy.texts(lists, as: .json) == ["[1,null]", "∅", "[]", "[3,4]"], "\(format)")
        }
        let pairs = ArrowColumn("+w:2", rows: 2, buffers: [nil])
        pairs.children = [("item", numbers)]
        #expect(try await copy.texts(pairs, as: .jsonb) == ["[1, null]", "[3, 4]"])
        let texts = ArrowColumn.texts("u", ["quote \" back \\ line\n tab\t \u{1} é", nil, "", "x"])
        let flags = ArrowColumn.bits([true, false, nil, true])
        let structures = ArrowColumn.structure(
            [("text \"", texts), ("flag", flags), ("inner", .list("+l", ends: [1, 2, 3, 4], of: numbers))],
            valid: [true, true, false, true])
        #expect(
            try await copy.texts(structures, as: .json) == [
                #"{"text \"":"quote \" back \\ line\n tab\t \u0001 é","flag":true,"inner":[1]}"#,
                #"{"text \"":null,"flag":false,"inner":[null]}"#, "∅", #"{"text \"":"x","flag":true,"inner":[4]}"#,
            ])
        #expect(try await copy.texts(structures, as: .jsonb).last == #"{"flag": true, "inner": [4], "text \"": "x"}"#)
        let entries = ArrowColumn.structure(
            [("key", .texts("u", ["a", "b", "c", "d"])), ("value", .fixed("g", [0.5, .nan, -1, 2], junk: 9.0))],
            valid: [true, true, true, true])
        let maps = ArrowColumn.list("+m", ends: [2, nil, 4], of: entries)
        #expect(try await copy.texts(maps, as: .json) == [#"{"a":0.5,"b":"NaN"}"#, "∅", #"{"c":-1,"d":2}"#])
    }

    @Test("values of every kind inside of others")
    func leaves() async throws {
        let copy = try await ArrowCopy()
        let structures = ArrowColumn.structure(
            [
                ("decimal", .fixed("d:38,2", [Int128(-12345)], junk: Int128(1))),
                ("date", .fixed("tdD", [Int32(-719_162)], junk: Int32(1))),
                ("time", .fixed("ttu", [Int64(1)], junk: Int64(1))),
                ("stamp", .fixed("tsm:UTC", [Int64(-1)], junk: Int64(1))),
                ("bytes", .bytes("z", [[0, 255]])), ("none", ArrowColumn("n", rows: 1, buffers: [])),
                ("word", .dictionary([1], of: .texts("u", ["a", "b"]))), ("big", .fixed("L", [UInt64.max], junk: 1)),
                ("span", .fixed("tDs", [Int64(-5)], junk: Int64(1))),
            ], valid: [true])
        #expect(
            try await copy.texts(structures, as: .json) == [
                #"{"decimal":-123.45,"date":"0001-01-01","time":"00:00:00.000001","#
                    + #""stamp":"1969-12-31T23:59:59.999+00:00","bytes":"\\x00ff","none":null,"word":"b","#
                    + #""big":18446744073709551615,"span":"PT-5S"}"#
            ])
    }
}
