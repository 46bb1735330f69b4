/// One connection through a proxy: its data in flight, and its fate.
///
/// It doesn't use sockets.
struct ProxyLink {
    typealias Direction = ProxyFault.Direction

    enum Fate: Hashable {
        case open
        case silent
        /// A COMMIT was sent to the server; its answer will be dropped.
        case awaitingAnswer(ProxyFault.Ending)
        /// Ends once all data in flight has arrived.
        case ending(ProxyFault.Ending)
        /// Both sides were sent the end of data; further data is dropped.
        case draining
    }

    private struct Piece {
        var bytes: ArraySlice<UInt8>
        let release: ContinuousClock.Instant
    }

    /// The index in the proxy's list of connections.
    let index: Int
    private(set) var fate = Fate.open
    private let state: ProxyState
    private var generator: Seeded
    private var client = WireReader.client
    private var server = WireReader.server
    private var onTheWay: [Direction: [Piece]] = [.toServer: [], .toClient: []]
    private var taken: [Direction: Int] = [.toServer: 0, .toClient: 0]
    private var rules: Set<Int> = []

    init(index: Int, state: ProxyState, seed: UInt64) {
        self.index = index
        self.state = state
        generator = Seeded(seed: seed &+ UInt64(index))
    }

    /// Accepts bytes from the sender of a direction.
    mutating func receive(_ bytes: [UInt8], _ direction: Direction, now: ContinuousClock.Instant) {
        switch fate {
        case .silent, .ending, .draining: return
        case .awaitingAnswer(let ending) where direction == .toClient:
            if server.read(bytes).contains(.ready) { fate = .ending(ending) }
            return
        case .open, .awaitingAnswer: break
        }
        let statements = follow(bytes, direction)
        guard let (rule, fault) = state.fault(for: index, held: rules) else {
            return send(bytes[...], direction, at: now)
        }
        switch fault {
        case .cut(let limit, direction, let ending):
            let left = max(0, limit - (taken[direction] ?? 0))
            send(bytes.prefix(left), direction, at: now)
            if bytes.count >= left { strike(rule, .ending(ending)) }
        case .silence:
            strike(rule, .silent)
        case .delay(let time, let jitter):
            strike(rule, fate)
            send(bytes[...], direction, at: now + time + jitter * Double.random(in: -1...1, using: &generator))
        case .loseCommitReply(let ending) where Self.commits(statements):
            send(bytes[...], direction, at: now)
            strike(rule, .awaitingAnswer(ending))
        case .loseReply(let words, let ending) where statements.contains(where: { $0.contains(words) }):
            send(bytes[...], direction, at: now)
            strike(rule, .awaitingAnswer(ending))
        case .cut, .loseCommitReply, .loseReply:
            send(bytes[...], direction, at: now)
        }
    }

    /// Drops the data in flight; the connection ends now.
    mutating func end(_ ending: ProxyFault.Ending) {
        onTheWay = [:]
        fate = .ending(ending)
    }

    mutating func drain() {
        fate = .draining
    }

    /// Whether more bytes may be accepted for this direction.
    func hasRoom(_ direction: Direction) -> Bool {
        (onTheWay[direction] ?? []).reduce(0) { $0 + $1.bytes.count } < 1 << 20
    }

    func isFlushed(_ direction: Direction) -> Bool { (onTheWay[direction] ?? []).isEmpty }

    /// The time at which the next bytes of the direction are due.
    func nextRelease(_ direction: Direction) -> ContinuousClock.Instant? { onTheWay[direction]?.first?.release }

    /// The next bytes to deliver, if any are due.
    func due(_ direction: Direction, now: ContinuousClock.Instant) -> ArraySlice<UInt8>? {
        onTheWay[direction]?.first.flatMap { $0.release <= now ? $0.bytes : nil }
    }

    /// Notes that this many of the due bytes were delivered.
    mutating func delivered(_ count: Int, _ direction: Direction) {
        guard var first = onTheWay[direction]?.first else { return }
        first.bytes = first.bytes.dropFirst(count)
        if first.bytes.isEmpty {
            onTheWay[direction]?.removeFirst()
        } else {
            onTheWay[direction]?[0] = first
        }
        state.update(index) { connection in
            switch direction {
            case .toServer: connection.toServer += count
            case .toClient: connection.toClient += count
            }
        }
    }

    /// Parses the bytes; returns the statements that end in them.
    private mutating func follow(_ bytes: [UInt8], _ direction: Direction) -> [String] {
        guard direction == .toServer else {
            _ = server.read(bytes)
            return []
        }
        var statements: [String] = []
        for message in client.read(bytes) {
            switch message {
            case .encryptionRequest: server.expectAnswer()
            case .startup(let application): state.name(index, application)
            case .statement(let text): statements.append(text)
            case .ready: break
            }
        }
        return statements
    }

    /// Whether the statements end an earlier transaction; a single statement is sent with its own BEGIN and COMMIT.
    private static func commits(_ statements: [String]) -> Bool {
        let words = statements.map { $0.split { !$0.isLetter }.first?.uppercased() }
        return words.contains("COMMIT") && !words.contains("BEGIN")
    }

    private mutating func strike(_ rule: Int, _ fate: Fate) {
        self.fate = fate
        if rules.insert(rule).inserted { state.strike(index, by: rule) }
    }

    private mutating func send(_ bytes: ArraySlice<UInt8>, _ direction: Direction, at time: ContinuousClock.Instant) {
        guard !bytes.isEmpty else { return }
        taken[direction, default: 0] += bytes.count
        // In order, whatever the jitter.
        let release = max(time, onTheWay[direction]?.last?.release ?? time)
        onTheWay[direction, default: []].append(Piece(bytes: bytes, release: release))
    }
}
