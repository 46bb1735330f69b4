import PostgresSource
import Testing

@Suite("The framing of a binary COPY")
struct CopyFramingTests {
    private static let header: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    private static let trailer: [UInt8] = [0xFF, 0xFF]

    /// A field with its length; `nil` is NULL.
    private static func field(_ bytes: [UInt8]?) -> [UInt8] {
        guard let bytes else { return [0xFF, 0xFF, 0xFF, 0xFF] }
        return withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
    }

    private static func row(_ fields: [UInt8]?...) -> [UInt8] {
        [0, UInt8(fields.count)] + fields.flatMap(field)
    }

    /// Rows with NULLs, empty fields, fields that look like framing, and one longer than 256 bytes.
    private static let rows: [[UInt8]] = [
        row([1, 2, 3], nil, []), row(nil, nil, nil), row([0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], header),
        row([UInt8](repeating: 7, count: 300), [], [9]),
    ]
    private static let whole = header + rows.joined() + trailer

    /// The number of rows in each piece.
    private static func consume(_ pieces: [ArraySlice<UInt8>], columns: Int = 3) throws -> (CopyFraming, [Int]) {
        var framing = CopyFraming(columns: columns)
        let counts = try pieces.map { piece in try piece.withUnsafeBytes { try framing.consume($0) } }
        return (framing, counts)
    }

    @Test("a complete COPY is one piece")
    func onePiece() throws {
        let (framing, counts) = try Self.consume([Self.whole[...]])
        #expect(counts == [4])
        #expect(framing.rows == 4)
        #expect(framing.isComplete)
    }

    @Test("if cut in two at any byte, rows are counted where they end")
    func cutAnywhere() throws {
        var ends: [Int] = []
        var end = Self.header.count
        for row in Self.rows {
            end += row.count
            ends.append(end)
        }
        for cut in 0...Self.whole.count {
            let (framing, counts) = try Self.consume([Self.whole[..<cut], Self.whole[cut...]])
            #expect(counts == [ends.count { $0 <= cut }, ends.count { $0 > cut }], "cut at \(cut)")
            #expect(framing.isComplete, "cut at \(cut)")
        }
    }

    @Test("the same is true if it arrives byte by byte")
    func bytewise() throws {
        let (framing, counts) = try Self.consume(Self.whole.indices.map { Self.whole[$0...$0] })
        #expect(counts.reduce(0, +) == 4)
        #expect(framing.isComplete)
    }

    @Test("if truncated at any byte, it isn't complete")
    func cutShort() throws {
        for cut in 0..<Self.whole.count {
            #expect(try !Self.consume([Self.whole[..<cut]]).0.isComplete, "cut at \(cut)")
        }
    }

    @Test("a COPY without rows, and one with a header extension")
    func emptyCopies() throws {
        #expect(try Self.consume([(Self.header + Self.trailer)[...]]).0.isComplete)
        let extended = Array(Self.header[..<15]) + [0, 0, 0, 3, 1, 2, 3] + Self.rows[0] + Self.trailer
        let (framing, counts) = try Self.consume([extended[...]])
        #expect(framing.isComplete)
        #expect(counts == [1])
    }

    @Test(
        "data that isn't a COPY of these columns is refused",
        arguments: [
            Array("PGCOPX".utf8), Array(header[..<14]) + [1, 0, 0, 0, 0], header + row([1], [2]),
            header + row([1], [2], [3], [4]), header + [0, 0], header + [0, 3, 0x80, 0, 0, 0],
            header + trailer + [0],
        ] as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        #expect(throws: CopyFraming.Problem.self) { try Self.consume([bytes[...]]) }
        #expect(throws: CopyFraming.Problem.self) { try Self.consume(bytes.indices.map { bytes[$0...$0] }) }
    }
}
