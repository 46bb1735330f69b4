/// Columns of every layout from Swift values; `nil` is NULL, whose place contains junk.
///
/// `offset` rows of junk precede the values.
extension ArrowColumn {
    static func fixed<Value: BitwiseCopyable>(
        _ format: String, _ values: [Value?], junk: Value, offset: Int = 0
    ) -> ArrowColumn {
        let stored = [Value](repeating: junk, count: offset) + values.map { $0 ?? junk }
        return with(format, values, [stored.withUnsafeBytes { Array($0) }], offset)
    }

    static func bits(_ values: [Bool?], offset: Int = 0) -> ArrowColumn {
        let stored = [Bool](repeating: true, count: offset) + values.map { $0 ?? true }
        return with("b", values, [bitmap(stored)], offset)
    }

    /// Texts and binaries with offsets of 32 (`u`, `z`) or 64 bits (`U`, `Z`).
    static func bytes(_ format: String, _ values: [[UInt8]?], offset: Int = 0) -> ArrowColumn {
        var data: [UInt8] = []
        var ends = [0]
        for value in [[UInt8]?](repeating: [0xFF, 0xFE], count: offset) + values {
            data += value ?? []
            ends.append(data.count)
        }
        let offsets =
            format == "u" || format == "z"
            ? ends.map { Int32($0) }.withUnsafeBytes { Array($0) }
            : ends.map { Int64($0) }.withUnsafeBytes { Array($0) }
        return with(format, values, [offsets, data], offset)
    }

    static func texts(_ format: String, _ values: [String?], offset: Int = 0) -> ArrowColumn {
        bytes(format, values.map { $0.map { Array($0.utf8) } }, offset: offset)
    }

    /// Texts (`vu`) or binaries (`vz`) as views over two buffers, with long values in alternating buffers.
    static func views(_ format: String, _ values: [[UInt8]?], offset: Int = 0) -> ArrowColumn {
        var buffers: [[UInt8]] = [[], []]
        var views = [UInt8](repeating: 0xFF, count: 16 * offset)
        for (index, value) in values.enumerated() {
            guard let value else {
                // The place of a NULL may contain anything.
                views += [UInt8](repeating: 0xEE, count: 16)
                continue
            }
            views += number(Int32(value.count))
            if value.count <= 12 {
                views += value + [UInt8](repeating: 0, count: 12 - value.count)
            } else {
                views += value.prefix(4) + number(Int32(index % 2)) + number(Int32(buffers[index % 2].count))
                buffers[index % 2] += value
            }
        }
        let lengths = buffers.flatMap { number(Int64($0.count)) }
        return with(format, values, [views] + buffers + [lengths], offset)
    }

    static func fixedBinary(_ width: Int, _ values: [[UInt8]?], offset: Int = 0) -> ArrowColumn {
        let stored =
            [[UInt8]](repeating: [UInt8](repeating: 9, count: width), count: offset)
            + values.map { $0 ?? [UInt8](repeating: 7, count: width) }
        return with("w:\(width)", values, [stored.flatMap(\.self)], offset)
    }

    /// Two's complement in 32 bytes, from the magnitude's 64-bit words, lowest first.
    static func decimal256(_ words: [UInt64], negative: Bool) -> [UInt8] {
        var bytes = (words + [UInt64](repeating: 0, count: 4 - words.count)).flatMap { number($0) }
        guard negative else { return bytes }
        var carry = 1
        for index in bytes.indices {
            let sum = Int(~bytes[index]) + carry
            bytes[index] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        return bytes
    }

    /// `indexes` into `values`.
    static func dictionary(_ indexes: [Int8?], of values: ArrowColumn, offset: Int = 0) -> ArrowColumn {
        let column = fixed("c", indexes, junk: Int8(-77), offset: offset)
        column.dictionary = values
        return column
    }

    /// Lists of the items between `ends`.
    static func list(_ format: String, ends: [Int?], of items: ArrowColumn) -> ArrowColumn {
        var offsets = [0]
        for end in ends { offsets.append(end ?? offsets[offsets.count - 1]) }
        let bytes = format == "+L" ? offsets.flatMap { number(Int64($0)) } : offsets.flatMap { number(Int32($0)) }
        let column = with(format, ends, [bytes], 0)
        column.children = [("item", items)]
        return column
    }

    static func structure(_ children: [(name: String, column: ArrowColumn)], valid: [Bool]) -> ArrowColumn {
        let column = ArrowColumn("+s", rows: valid.count, buffers: [bitmap(valid)])
        column.children = children
        return column
    }

    static func number<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func bitmap(_ bits: [Bool]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
        for (index, bit) in bits.enumerated() where bit { bytes[index / 8] |= 1 << UInt8(index % 8) }
        return bytes
    }

    private static func with<Value>(
        _ format: String, _ values: [Value?], _ buffers: [[UInt8]?], _ offset: Int
    ) -> ArrowColumn {
        let hasNulls = values.contains { $0 == nil }
        let validity = hasNulls ? bitmap([Bool](repeating: true, count: offset) + values.map { $0 != nil }) : nil
        let column = ArrowColumn(format, rows: values.count, buffers: [validity] + buffers)
        column.offset = offset
        return column
    }
}
