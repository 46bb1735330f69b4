/// Parses the messages of PostgreSQL's protocol in one direction of a connection, from pieces of any size.
struct WireReader {
    enum Message: Hashable {
        /// The client asks for TLS or GSS encryption; the server answers with one byte.
        case encryptionRequest
        case startup(application: String)
        /// A statement from the client: `Query` or `Parse`.
        case statement(String)
        /// The server has answered and waits: `ReadyForQuery`.
        case ready
    }

    private enum Part {
        /// Before the first message, which has no type byte.
        case opening
        /// A type byte and a length.
        case header
        /// The body of a message that is parsed.
        case body(type: UInt8, length: Int)
        case skipping(Int)
    }

    private let isClient: Bool
    private var part: Part
    private var buffer: [UInt8] = []

    private static let encryptionCodes: Set<Int> = [80_877_103, 80_877_104]
    private static let startupType: UInt8 = 0

    static let client = WireReader(isClient: true, part: .opening)
    static let server = WireReader(isClient: false, part: .header)

    private init(isClient: Bool, part: Part) {
        self.isClient = isClient
        self.part = part
    }

    /// Treats the next byte as the answer to a request for encryption.
    mutating func expectAnswer() {
        part = .skipping(1)
    }

    /// The messages that end in these bytes.
    mutating func read(_ bytes: [UInt8]) -> [Message] {
        var messages: [Message] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if case .skipping(let count) = part {
                let skipped = min(count, rest.count)
                rest = rest.dropFirst(skipped)
                part = skipped < count ? .skipping(count - skipped) : .header
                continue
            }
            let missing = wanted - buffer.count
            buffer += rest.prefix(missing)
            rest = rest.dropFirst(missing)
            if buffer.count == wanted { finishPart(&messages) }
        }
        return messages
    }

    /// The length of the part that is being read.
    private var wanted: Int {
        switch part {
        case .opening: 8
        case .header: 5
        case .body(_, let length): length
        case .skipping: 0
        }
    }

    private mutating func finishPart(_ messages: inout [Message]) {
        let bytes = buffer
        buffer = []
        switch part {
        case .opening:
            let length = Self.number(bytes[0..<4])
            let code = Self.number(bytes[4..<8])
            if Self.encryptionCodes.contains(code) {
                messages.append(.encryptionRequest)
            } else if code >> 16 == 3, length > 8 {
                part = .body(type: Self.startupType, length: length - 8)
            } else {
                part = .skipping(length - 8)
            }
        case .header:
            let length = Self.number(bytes[1..<5]) - 4
            if bytes[0] == UInt8(ascii: "Z"), !isClient { messages.append(.ready) }
            let isStatement = isClient && [UInt8(ascii: "Q"), UInt8(ascii: "P")].contains(bytes[0])
            if length > 0 { part = isStatement ? .body(type: bytes[0], length: length) : .skipping(length) }
        case .body(let type, _):
            part = .header
            let texts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            switch type {
            case Self.startupType: messages.append(.startup(application: Self.application(in: texts)))
            case UInt8(ascii: "Q"): messages.append(.statement(texts[0]))
            // The statement follows a name.
            default: messages.append(.statement(texts.count > 1 ? texts[1] : ""))
            }
        case .skipping:
            break
        }
    }

    private static func application(in texts: [String]) -> String {
        let pairs = stride(from: 0, to: texts.count - 1, by: 2).map { (texts[$0], texts[$0 + 1]) }
        return pairs.first { $0.0 == "application_name" }?.1 ?? ""
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
