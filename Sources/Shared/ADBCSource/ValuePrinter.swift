import RowSource

/// Prints values as text: those of small results, intervals, and nested values as JSON.
struct ValuePrinter {
    private(set) var text: [UInt8] = []

    /// Prints a value as PostgreSQL reads it: `12.50`, `2024-02-29 12:34:56.789`, `\xDEAD`, `P1MT-2S`; nested values as
    /// JSON.
    ///
    /// Prints nothing for NULL.
    mutating func print(_ view: ArrayView, _ row: Int) throws(SourceError) {
        if view.isNull(at: row) { return }
        if let entry = try view.entry(at: row) { return try print(entry.values, entry.row) }
        switch view.field.type {
        case .null: break
        case .boolean: write(try view.flag(at: row) ? "true" : "false")
        case .integer(64, false): write(String(try view.value(at: row, as: UInt64.self)))
        case .integer: write(String(try view.integer(at: row, as: view.field.type)))
        case .float(let bits): write(Self.number(try Self.float(view, row, bits)))
        case .decimal(let bits, _, let scale): write(try DecimalDigits(view, row, bytes: bits / 8).text(scale: scale))
        case .text, .textView: text += try view.bytes(at: row)
        case .binary, .binaryView, .fixedBinary: writeHex(try view.bytes(at: row))
        case .days: writeDate(days: Int(try view.value(at: row, as: Int32.self)))
        case .dayMilliseconds: try writeTimestamp(view.value(at: row, as: Int64.self), .milliseconds, " ", zoned: false)
        case .time(let unit):
            let isShort = unit == .seconds || unit == .milliseconds
            let ticks =
                isShort ? Int64(try view.value(at: row, as: Int32.self)) : try view.value(at: row, as: Int64.self)
            writeClock(ticks, unit)
        case .timestamp(let unit, let zoned):
            try writeTimestamp(view.value(at: row, as: Int64.self), unit, " ", zoned: zoned)
        case .duration(let unit): writeDuration(try view.value(at: row, as: Int64.self), unit)
        case .months: write("P\(try view.value(at: row, as: Int32.self))M")
        case .daysAndMilliseconds:
            write("P\(try view.value(at: row, as: Int32.self, part: 0, of: 2))D")
            writeTime(Int64(try view.value(at: row, as: Int32.self, part: 1, of: 2)), .milliseconds)
        case .monthsDaysNanoseconds:
            write("P\(try view.value(at: row, as: Int32.self, part: 0, of: 4))M")
            write("\(try view.value(at: row, as: Int32.self, part: 1, of: 4))D")
            writeTime(try view.value(at: row, as: Int64.self, part: 1, of: 2), .nanoseconds)
        case .list, .fixedList, .structure, .map: try printJSON(view, row)
        case .other: throw ArrayView.malformed(view.field)
        }
    }

    mutating func write(_ string: String) { text += string.utf8 }

    mutating func append(_ byte: UInt8) { text.append(byte) }

    static func float(_ view: ArrayView, _ row: Int, _ bits: Int) throws(SourceError) -> any FloatingPoint
        & CustomStringConvertible
    {
        switch bits {
        case 16: Float(Float16(bitPattern: try view.value(at: row, as: UInt16.self)))
        case 32: try view.value(at: row, as: Float.self)
        default: try view.value(at: row, as: Double.self)
        }
    }

    /// Prints a number as PostgreSQL does: without the `.0` that Swift appends to whole numbers.
    static func number(_ value: any FloatingPoint & CustomStringConvertible) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value.sign == .minus ? "-Infinity" : "Infinity" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    mutating func writeHex(_ bytes: UnsafeRawBufferPointer) {
        let digits = Array("0123456789abcdef".utf8)
        text += [UInt8(ascii: "\\"), UInt8(ascii: "x")]
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    }
}
