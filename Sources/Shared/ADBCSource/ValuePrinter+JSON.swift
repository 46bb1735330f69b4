import RowSource

/// Prints nested values as JSON, like PostgreSQL's `to_json`: numbers as numbers, types that JSON lacks as strings.
extension ValuePrinter {
    mutating func printJSON(_ view: ArrayView, _ row: Int) throws(SourceError) {
        if view.isNull(at: row) { return write("null") }
        if let entry = try view.entry(at: row) { return try printJSON(entry.values, entry.row) }
        switch view.field.type {
        case .null: write("null")
        case .boolean, .integer, .decimal: try print(view, row)
        case .float(let bits):
            let value = try Self.float(view, row, bits)
            write(value.isFinite ? Self.number(value) : "\"\(Self.number(value))\"")
        case .text, .textView: writeString(try view.bytes(at: row))
        case .timestamp(let unit, let zoned):
            write("\"")
            writeTimestamp(try view.value(at: row, as: Int64.self), unit, "T", zoned: false)
            write(zoned ? "+00:00\"" : "\"")
        case .list, .fixedList: try printList(view.child(0), try view.items(at: row))
        case .structure: try printObject(view, row)
        case .map: try printMap(view, row)
        default:
            // The text needs no JSON escapes, except for the backslash of binary values.
            var value = ValuePrinter()
            try value.print(view, row)
            value.text.withUnsafeBytes { writeString($0) }
        }
    }

    private mutating func printList(_ items: ArrayView, _ rows: Range<Int>) throws(SourceError) {
        guard rows.upperBound <= items.count else { throw ArrayView.malformed(items.field) }
        write("[")
        for row in rows {
            if row > rows.lowerBound { write(",") }
            try printJSON(items, row)
        }
        write("]")
    }

    private mutating func printObject(_ view: ArrayView, _ row: Int) throws(SourceError) {
        write("{")
        for index in view.field.children.indices {
            if index > 0 { write(",") }
            let child = try view.child(index)
            guard view.childRow(row) < child.count else { throw ArrayView.malformed(view.field) }
            writeString(child.field.name)
            write(":")
            try printJSON(child, view.childRow(row))
        }
        write("}")
    }

    /// Prints a map as an object, with its keys as texts.
    private mutating func printMap(_ view: ArrayView, _ row: Int) throws(SourceError) {
        let entries = try view.child(0)
        let (keys, values) = (try entries.child(0), try entries.child(1))
        let rows = try view.items(at: row)
        guard rows.upperBound <= entries.count else { throw ArrayView.malformed(view.field) }
        write("{")
        for row in rows {
            if row > rows.lowerBound { write(",") }
            var key = ValuePrinter()
            try key.print(keys, entries.childRow(row))
            key.text.withUnsafeBytes { writeString($0) }
            write(":")
            try printJSON(values, entries.childRow(row))
        }
        write("}")
    }

    private mutating func writeString(_ string: String) {
        var string = string
        string.withUTF8 { writeString(UnsafeRawBufferPointer($0)) }
    }

    private mutating func writeString(_ bytes: UnsafeRawBufferPointer) {
        write("\"")
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): write("\\\"")
            case UInt8(ascii: "\\"): write("\\\\")
            case UInt8(ascii: "\n"): write("\\n")
            case UInt8(ascii: "\t"): write("\\t")
            case UInt8(ascii: "\r"): write("\\r")
            case ..<0x20:
                let digits = String(byte, radix: 16)
                write("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: append(byte)
            }
        }
        write("\"")
    }
}
