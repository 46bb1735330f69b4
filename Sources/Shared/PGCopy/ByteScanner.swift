/// Scans the bytes of a text that it borrows.
struct ByteScanner {
    private(set) var next: UnsafePointer<UInt8>
    private(set) var end: UnsafePointer<UInt8>

    /// Skips ASCII white space around the text; throws `.emptyText` if nothing remains.
    @inline(__always)
    init(trimming bytes: UnsafeRawBufferPointer) throws(Refusal) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { throw .emptyText }
        next = base.assumingMemoryBound(to: UInt8.self)
        end = next + bytes.count
        while next < end, Self.isSpace(next.pointee) { next += 1 }
        while end > next, Self.isSpace(end[-1]) { end -= 1 }
        if next == end { throw .emptyText }
    }

    @inline(__always)
    var isAtEnd: Bool { next == end }

    @inline(__always)
    var count: Int { end - next }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte &- 9) < 5 }

    /// The next byte; 0 at the end.
    @inline(__always)
    var peek: UInt8 { next < end ? next.pointee : 0 }

    /// The next byte's value as a digit; 10 or more if it isn't one.
    @inline(__always)
    var digit: UInt8 { next < end ? next.pointee &- 0x30 : 255 }

    @inline(__always)
    mutating func step() { next += 1 }

    /// Skips `character` if it is next.
    @inline(__always)
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next < end, next.pointee == UInt8(ascii: character) else { return false }
        next += 1
        return true
    }

    @inline(__always)
    mutating func skipSpaces() {
        while next < end, Self.isSpace(next.pointee) { next += 1 }
    }

    /// Skips `word`, given in lower case; matches any letter case.
    mutating func skip(word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard count >= length else { return false }
        for index in 0..<length where Self.lowercase(next[index]) != word.utf8Start[index] { return false }
        next += length
        return true
    }

    @inline(__always)
    private static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Reads exactly two digits; returns `nil` and consumes nothing if there are fewer.
    @inline(__always)
    mutating func twoDigits() -> Int? {
        guard count >= 2 else { return nil }
        let (tens, ones) = (next[0] &- 0x30, next[1] &- 0x30)
        guard tens < 10, ones < 10 else { return nil }
        next += 2
        return Int(tens) &* 10 &+ Int(ones)
    }

    /// Reads all digits that follow; `nil` if there are none, or more than 18.
    @inline(__always)
    mutating func number() -> Int? {
        let start = next
        var value = 0
        while digit < 10 {
            value = value &* 10 &+ Int(digit)
            next += 1
        }
        let count = next - start
        return count >= 1 && count <= 18 ? value : nil
    }

    /// Reads the digits after a point as millionths; throws `notDigits` if there are none, and refuses fractions finer
    /// than a microsecond.
    @inline(__always)
    mutating func millionths(orElse notDigits: Refusal) throws(Refusal) -> Int {
        guard digit < 10 else { throw notDigits }
        var (value, unit) = (0, 100_000)
        while digit < 10 {
            if unit == 0, digit != 0 { throw .finerThanMicrosecond }
            value &+= Int(digit) &* unit
            unit /= 10
            next += 1
        }
        return value
    }
}
