/// Parses one HTTP/1.1 response as its bytes arrive: a body of a given length, in chunks, or up to the end of data.
///
/// Pure, without sockets. Lambda sends small events with their length and large ones in chunks.
struct HTTPReader {
    private enum State: Hashable {
        case head
        /// The number of bytes of the body, or of one of its chunks, that are still to come.
        case body(Int)
        case chunk(Int)
        /// The line with a chunk's length.
        case chunkLength
        /// The empty line after a chunk.
        case chunkEnd
        /// Fields after the last chunk, up to an empty line.
        case trailer
        case untilEndOfData
        case whole
    }

    private static let operation = "HTTP response"
    /// Maximum number of bytes of the head or of a line between chunks (`lineLimit`), and of the body (`bodyLimit`);
    /// Lambda's largest event has 6 MiB.
    private static let lineLimit = 64 << 10
    private static let bodyLimit = 16 << 20

    private var state = State.head
    private var pending: ArraySlice<UInt8> = []
    private var response = HTTPResponse(status: 0)
    /// Number of bytes in lines since the last byte of the body.
    private var lineBytes = 0

    /// The response, once it is complete.
    var answer: HTTPResponse? { state == .whole ? response : nil }

    /// Takes the next bytes; an empty array means the end of data.
    mutating func read(_ bytes: [UInt8]) throws(RuntimeAPIError) {
        if bytes.isEmpty {
            if state == .untilEndOfData { state = .whole }
            guard state == .whole else { throw RuntimeAPIError(Self.operation, "ended before it was complete") }
            return
        }
        pending += bytes
        while try step() {}
    }

    /// Parses one element of the pending bytes; returns whether there may be another.
    private mutating func step() throws(RuntimeAPIError) -> Bool {
        switch state {
        case .head:
            return try readHead()
        case .body(let left):
            let taken = take(left)
            state = taken == left ? .whole : .body(left - taken)
            return false
        case .chunk(let left):
            let taken = take(left)
            state = taken == left ? .chunkEnd : .chunk(left - taken)
            return taken == left
        case .chunkEnd:
            guard let line = try takeLine() else { return false }
            guard line.isEmpty else { throw RuntimeAPIError(Self.operation, "a chunk is longer than its length says") }
            state = .chunkLength
            return true
        case .chunkLength:
            guard let line = try takeLine() else { return false }
            // An extension may follow the length.
            let digits = line.prefix { $0 != ";" }.filter { $0 != " " }
            guard let length = Int(digits, radix: 16), length >= 0 else {
                throw RuntimeAPIError(Self.operation, "a chunk has no length")
            }
            try requireRoom(for: length)
            state = length == 0 ? .trailer : .chunk(length)
            return true
        case .trailer:
            guard let line = try takeLine() else { return false }
            if line.isEmpty { state = .whole }
            return !line.isEmpty
        case .untilEndOfData:
            try requireRoom(for: pending.count)
            _ = take(pending.count)
            return false
        case .whole:
            return false
        }
    }

    /// Reads one line of the head: the status line or a field.
    private mutating func readHead() throws(RuntimeAPIError) -> Bool {
        guard let line = try takeLine() else { return false }
        if response.status == 0 {
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
                throw RuntimeAPIError(Self.operation, "isn't HTTP/1.1")
            }
            response.status = status
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            response.fields[line[..<colon].lowercased()] = String(value.trimmingTrailingBlanks)
        } else if line.isEmpty {
            state = try bodyState()
        } else {
            throw RuntimeAPIError(Self.operation, "has a field without a colon")
        }
        return state != .whole
    }

    private func bodyState() throws(RuntimeAPIError) -> State {
        if response.fields["transfer-encoding"]?.lowercased() == "chunked" { return .chunkLength }
        guard let text = response.fields["content-length"] else { return .untilEndOfData }
        guard let length = Int(text), length >= 0 else {
            throw RuntimeAPIError(Self.operation, "has an invalid length")
        }
        try requireRoom(for: length)
        return length == 0 ? .whole : .body(length)
    }

    /// Moves at most `limit` pending bytes into the body, and returns how many.
    private mutating func take(_ limit: Int) -> Int {
        let bytes = pending.prefix(limit)
        response.body += bytes
        if !bytes.isEmpty { lineBytes = 0 }
        pending = pending.dropFirst(bytes.count)
        return bytes.count
    }

    private func requireRoom(for length: Int) throws(RuntimeAPIError) {
        guard length <= Self.bodyLimit - response.body.count else {
            throw RuntimeAPIError(Self.operation, "is larger than \(Self.bodyLimit >> 20) MiB")
        }
    }

    /// The next line without its line end; `nil` if it isn't complete yet.
    private mutating func takeLine() throws(RuntimeAPIError) -> String? {
        let end = pending.firstIndex(of: UInt8(ascii: "\n"))
        let length = end.map { $0 + 1 - pending.startIndex } ?? pending.count
        guard length <= Self.lineLimit - lineBytes else {
            throw RuntimeAPIError(Self.operation, "has more than \(Self.lineLimit >> 10) KiB outside its body")
        }
        guard let end else { return nil }
        lineBytes += length
        var line = pending[..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        pending = pending[(end + 1)...]
        return String(decoding: line, as: UTF8.self)
    }
}

extension Substring {
    fileprivate var trimmingTrailingBlanks: Substring {
        var text = self
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
