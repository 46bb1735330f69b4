/// `uuid`: its 16 bytes.
enum UUIDField {
    static let length = 16

    /// Accepts the forms that PostgreSQL accepts: 32 hexadecimal digits in any case, optionally with hyphens after any
    /// group of four, and optionally in braces.
    static func write(_ bytes: UnsafeRawBufferPointer, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        var scanner = try ByteScanner(trimming: bytes)
        let inBraces = scanner.skip("{")
        for index in 0..<length {
            let high = hexadecimal(scanner.peek)
            guard high < 16 else { throw .notUUID }
            scanner.step()
            let low = hexadecimal(scanner.peek)
            guard low < 16 else { throw .notUUID }
            scanner.step()
            field.storeBigEndian(high << 4 | low, at: index)
            if index % 2 == 1, index < length - 1 { _ = scanner.skip("-") }
        }
        if inBraces, !scanner.skip("}") { throw .notUUID }
        guard scanner.isAtEnd else { throw .notUUID }
        return length
    }

    /// The value of a hexadecimal digit; 16 or more for any other byte.
    @inline(__always)
    private static func hexadecimal(_ byte: UInt8) -> UInt8 {
        let digit = byte &- 0x30
        if digit < 10 { return digit }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : 255
    }
}
