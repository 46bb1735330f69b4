/// `boolean`: one byte, 0 or 1.
enum BooleanField {
    /// Accepts 0 and 1 only.
    @inline(__always)
    static func flag(_ value: Int64) throws(Refusal) -> UInt8 {
        guard value == 0 || value == 1 else { throw .notBoolean }
        return UInt8(truncatingIfNeeded: value)
    }

    /// Accepts PostgreSQL's words in full or as one letter, in any letter case, and 0 and 1.
    static func flag(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> UInt8 {
        let text = try ByteScanner(trimming: bytes)
        if spells(text, "1") || spells(text, "t") || spells(text, "true") || spells(text, "y") || spells(text, "yes")
            || spells(text, "on")
        {
            return 1
        }
        if spells(text, "0") || spells(text, "f") || spells(text, "false") || spells(text, "n") || spells(text, "no")
            || spells(text, "off")
        {
            return 0
        }
        throw .notBoolean
    }

    @inline(__always)
    private static func spells(_ text: ByteScanner, _ word: StaticString) -> Bool {
        var text = text
        return text.skip(word: word) && text.isAtEnd
    }
}
