/// Rows in COPY's text format: tab-separated, `\N` for NULL, backslash escapes.
struct CopyText {
    private(set) var bytes: [UInt8] = []
    private var isAtRowStart = true

    mutating func append(_ field: String?) {
        if !isAtRowStart { bytes.append(UInt8(ascii: "\t")) }
        isAtRowStart = false
        guard let field else {
            bytes.append(contentsOf: #"\N"#.utf8)
            return
        }
        for byte in field.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
            default: bytes.append(byte)
            }
        }
    }

    mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtRowStart = true
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }
}
