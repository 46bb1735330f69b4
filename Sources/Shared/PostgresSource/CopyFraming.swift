/// Parses the framing of a binary COPY that arrives in arbitrary pieces, and counts its rows.
///
/// Reads only the header, each row's number of fields, each field's length, and the trailer.
package struct CopyFraming: Sendable {
    package enum Problem: Error, Hashable, Sendable {
        /// The bytes aren't a binary COPY of these columns.
        case malformed(String)
        /// A value exceeds the limit: its column (from 0), its row (from 1) and its length in bytes.
        case tooLong(column: Int, row: Int, bytes: Int)
    }

    /// The element that the next byte belongs to.
    private enum Part {
        case signature
        case flags
        case extensionLength
        case extensionBody
        case fieldCount
        case fieldLength
        case fieldBody
        case nothing
    }

    /// `PGCOPY\n\377\r\n\0`.
    static let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]

    /// Number of complete rows.
    package private(set) var rows = 0

    private let columns: Int
    private let maxValueBytes: Int
    private var part = Part.signature
    /// Bytes of the signature seen so far, or bytes of a field's body still to come.
    private var left = signature.count
    private var fieldsLeft = 0
    /// The value so far of a number that is split between two pieces.
    private var number: UInt32 = 0
    private var numberBytes = 0

    package init(columns: Int, maxValueBytes: Int = .max) {
        self.columns = columns
        self.maxValueBytes = maxValueBytes
    }

    /// Whether the trailer has been seen.
    package var isComplete: Bool { part == .nothing }

    /// Parses the next piece; returns the number of rows that end in it.
    package mutating func consume(_ bytes: UnsafeRawBufferPointer) throws(Problem) -> Int {
        let rowsBefore = rows
        var position = 0
        while position < bytes.count {
            switch part {
            case .signature:
                guard bytes[position] == Self.signature[Self.signature.count - left] else {
                    throw Problem.malformed("the server sent something other than a binary COPY")
                }
                position += 1
                left -= 1
                if left == 0 { part = .flags }
            case .flags:
                guard let flags = take(4, bytes, &position) else { break }
                guard flags == 0 else { throw Problem.malformed("the binary COPY has unknown flags") }
                part = .extensionLength
            case .extensionLength:
                guard let length = take(4, bytes, &position) else { break }
                left = Int(length)
                part = left == 0 ? .fieldCount : .extensionBody
            case .extensionBody:
                if skip(bytes.count, &position) { part = .fieldCount }
            case .fieldCount:
                guard let count = take(2, bytes, &position) else { break }
                try startRow(fields: count)
            case .fieldLength:
                guard let length = take(4, bytes, &position) else { break }
                try startField(length: length)
            case .fieldBody:
                if skip(bytes.count, &position) { endField() }
            case .nothing:
                throw Problem.malformed("the binary COPY continues after its end")
            }
        }
        return rows - rowsBefore
    }

    private mutating func startRow(fields: UInt32) throws(Problem) {
        if fields == 0xFFFF {
            part = .nothing
            return
        }
        guard fields == columns, fields > 0 else {
            throw Problem.malformed("a row has \(fields) fields, but \(columns) were planned")
        }
        fieldsLeft = columns
        part = .fieldLength
    }

    private mutating func startField(length: UInt32) throws(Problem) {
        if length == .max || length == 0 {
            endField()
            return
        }
        guard length <= Int32.max else { throw Problem.malformed("a field has an impossible length") }
        left = Int(length)
        guard left <= maxValueBytes else {
            throw .tooLong(column: columns - fieldsLeft, row: rows + 1, bytes: left)
        }
        part = .fieldBody
    }

    private mutating func endField() {
        fieldsLeft -= 1
        if fieldsLeft > 0 {
            part = .fieldLength
        } else {
            rows += 1
            part = .fieldCount
        }
    }

    /// Skips the rest of a body; returns whether it ended within this piece.
    private mutating func skip(_ count: Int, _ position: inout Int) -> Bool {
        let step = min(left, count - position)
        position += step
        left -= step
        return left == 0
    }

    /// Reads a big-endian number of `width` bytes; `nil` if the piece ends first.
    @inline(__always)
    private mutating func take(_ width: Int, _ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt32? {
        if numberBytes == 0, position + width <= bytes.count {
            let value =
                width == 4
                ? UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
                : UInt32(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt16.self)))
            position += width
            return value
        }
        while position < bytes.count {
            number = number << 8 | UInt32(bytes[position])
            position += 1
            numberBytes += 1
            if numberBytes == width {
                let value = number
                (number, numberBytes) = (0, 0)
                return value
            }
        }
        return nil
    }
}
