/// Converts UTF-16 to UTF-8, strictly.
enum UTF16Text {
    /// Writes up to three bytes per unit; returns the number of bytes, or `nil` for an unpaired surrogate.
    static func encode(
        _ units: UnsafePointer<UInt16>, count: Int, into output: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        var position = 0
        var written = 0
        while position < count {
            let unit = UInt32(units[position])
            position += 1
            if unit < 0x80 {
                output[written] = UInt8(truncatingIfNeeded: unit)
                written += 1
            } else if unit < 0x800 {
                output[written] = UInt8(truncatingIfNeeded: 0xC0 | unit >> 6)
                output[written + 1] = continuation(unit)
                written += 2
            } else if unit < 0xD800 || unit > 0xDFFF {
                output[written] = UInt8(truncatingIfNeeded: 0xE0 | unit >> 12)
                output[written + 1] = continuation(unit >> 6)
                output[written + 2] = continuation(unit)
                written += 3
            } else {
                guard unit < 0xDC00, position < count, (0xDC00...0xDFFF).contains(units[position]) else { return nil }
                let scalar = 0x10000 + (unit - 0xD800) << 10 + (UInt32(units[position]) - 0xDC00)
                position += 1
                output[written] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
                output[written + 1] = continuation(scalar >> 12)
                output[written + 2] = continuation(scalar >> 6)
                output[written + 3] = continuation(scalar)
                written += 4
            }
        }
        return written
    }

    private static func continuation(_ bits: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: 0x80 | bits & 0x3F)
    }
}
