/// Checks for what PostgreSQL accepts as text: valid UTF-8 without U+0000.
enum UTF8Text {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    static func check(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        if !isPlain(bytes) { try checkEachCharacter(bytes) }
    }

    /// Whether there is only ASCII and no U+0000; checks eight bytes at a time.
    @inline(__always)
    static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        let count = bytes.count
        var suspects: UInt64 = 0
        if count >= 8 {
            var offset = 0
            while offset &+ 8 < count {
                suspects |= suspect(base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                offset &+= 8
            }
            suspects |= suspect(base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
        } else {
            for offset in 0..<count {
                let byte = base.load(fromByteOffset: offset, as: UInt8.self)
                suspects |= UInt64((byte &- 1) | byte) & 0x80
            }
        }
        return suspects == 0
    }

    /// Nonzero if any byte of the word is 0 or not ASCII.
    @inline(__always)
    private static func suspect(_ word: UInt64) -> UInt64 { ((word &- ones) | word) & highs }

    /// Number of characters in a text that `check` has accepted.
    static func characterCount(_ bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0
        for byte in bytes where byte & 0xC0 != 0x80 { count &+= 1 }
        return count
    }

    @inline(never)
    private static func checkEachCharacter(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        let count = bytes.count
        var offset = 0
        while offset < count {
            if offset &+ 8 <= count, suspect(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) == 0 {
                offset &+= 8
                continue
            }
            let lead = bytes[offset]
            if lead == 0 { throw .nulCharacter }
            if lead < 0x80 {
                offset &+= 1
                continue
            }
            // The range of the second byte excludes overlong forms, surrogates and code points beyond U+10FFFF.
            let (length, second): (Int, ClosedRange<UInt8>)
            switch lead {
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE, 0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: throw .invalidUTF8
            }
            guard offset &+ length <= count, second.contains(bytes[offset &+ 1]) else { throw .invalidUTF8 }
            for index in 2..<max(2, length) where bytes[offset &+ index] & 0xC0 != 0x80 { throw .invalidUTF8 }
            offset &+= length
        }
    }
}
