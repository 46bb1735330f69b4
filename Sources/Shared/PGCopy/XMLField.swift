/// `xml`, whose binary form is text in the encoding that its declaration names, if any.
///
/// Texts arrive here in UTF-8 whatever they declare, so a declared encoding is overwritten with blanks; without one,
/// the server assumes UTF-8.
enum XMLField {
    /// The position of a declaration such as `encoding="ISO-8859-1"`; `nil` if there is none.
    static func encoding(in text: UnsafeRawBufferPointer) -> Range<Int>? {
        var place = 0
        guard skip("<?xml", in: text, &place), isBlank(text, place) else { return nil }
        while place < text.count, text[place] != UInt8(ascii: ">") {
            let follows = isBlank(text, place)
            skipBlanks(in: text, &place)
            let start = place
            guard follows, skip("encoding", in: text, &place) else {
                place = start + 1
                continue
            }
            skipBlanks(in: text, &place)
            guard skip("=", in: text, &place) else { return nil }
            skipBlanks(in: text, &place)
            guard place < text.count, text[place] == UInt8(ascii: "\"") || text[place] == UInt8(ascii: "'") else {
                return nil
            }
            let quote = text[place]
            place += 1
            while place < text.count, text[place] != quote { place += 1 }
            return place < text.count ? start..<(place + 1) : nil
        }
        return nil
    }

    /// Writes a text with its declared encoding blanked out; the length stays the same.
    static func write(_ text: UnsafeRawBufferPointer, to field: UnsafeMutableRawPointer) -> Int {
        guard let base = text.baseAddress else { return 0 }
        field.copyMemory(from: base, byteCount: text.count)
        if let encoding = encoding(in: text) {
            for place in encoding { field.storeBytes(of: UInt8(ascii: " "), toByteOffset: place, as: UInt8.self) }
        }
        return text.count
    }

    private static func isBlank(_ text: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        place < text.count && [0x20, 0x09, 0x0A, 0x0D].contains(text[place])
    }

    private static func skipBlanks(in text: UnsafeRawBufferPointer, _ place: inout Int) {
        while isBlank(text, place) { place += 1 }
    }

    private static func skip(_ word: StaticString, in text: UnsafeRawBufferPointer, _ place: inout Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard text.count - place >= count else { return false }
        for index in 0..<count where text[place + index] != word.utf8Start[index] { return false }
        place += count
        return true
    }
}
