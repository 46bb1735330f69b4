import Glibc
import PinnedThread

/// Moves a proxy's bytes, on a separate thread.
actor ProxyLoop {
    private struct Pair {
        let client: Int32
        let server: Int32
        var link: ProxyLink
        /// The directions whose sender has sent its last byte.
        var ended: Set<ProxyFault.Direction> = []
        /// The directions whose receiver was sent the end of data.
        var told: Set<ProxyFault.Direction> = []
        var isClosed = false

        func sender(_ direction: ProxyFault.Direction) -> Int32 { direction == .toServer ? client : server }
        func receiver(_ direction: ProxyFault.Direction) -> Int32 { direction == .toServer ? server : client }
    }

    private nonisolated let thread: PinnedThread
    private let listener: Listener
    private let server: PostgresCluster
    /// The host from which it connects.
    private let host: TestNetwork.Host?
    private let state: ProxyState
    private let seed: UInt64
    private var pairs: [Pair] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(
        listener: Listener, server: PostgresCluster, on host: TestNetwork.Host?, state: ProxyState, seed: UInt64
    ) throws {
        thread = try PinnedThread(name: "proxy")
        self.listener = listener
        self.server = server
        self.host = host
        self.state = state
        self.seed = seed
    }

    /// Runs until the proxy is stopped; closes everything before it returns.
    func run() {
        while !state.isStopped {
            var sockets = pairs.flatMap { [interest(in: $0, .toServer), interest(in: $0, .toClient)] }
            sockets.append(pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0))
            poll(&sockets, nfds_t(sockets.count), timeout)
            // After the wait, so that nothing sent after a request to cut gets through.
            if let ending = state.takeCut() {
                for index in pairs.indices { pairs[index].link.end(ending) }
            }
            for index in pairs.indices {
                if sockets[2 * index].revents != 0 { read(&pairs[index], .toServer) }
                if sockets[2 * index + 1].revents != 0 { read(&pairs[index], .toClient) }
                for direction in [ProxyFault.Direction.toServer, .toClient] { write(&pairs[index], direction) }
                settle(&pairs[index])
            }
            pairs.removeAll(where: \.isClosed)
            while sockets[sockets.count - 1].revents != 0, let client = listener.accept() { open(client) }
        }
        for index in pairs.indices { close(&pairs[index], .reset) }
    }

    /// The timeout in milliseconds; short, because a stop or a new fault doesn't wake the loop.
    private var timeout: Int32 {
        let now = ContinuousClock.now
        let releases = pairs.flatMap { [$0.link.nextRelease(.toServer), $0.link.nextRelease(.toClient)] }
        // Data that is already due waits for a socket, which poll reports.
        guard let next = releases.compactMap({ $0 }).filter({ $0 > now }).min() else { return 20 }
        return Int32(min(20, max(1, (next - now) / .milliseconds(1))))
    }

    /// The events to wait for at the sender of a direction: its bytes, and room for those of the other direction.
    private func interest(in pair: Pair, _ direction: ProxyFault.Direction) -> pollfd {
        let back: ProxyFault.Direction = direction == .toServer ? .toClient : .toServer
        var events: Int32 = 0
        if !pair.ended.contains(direction), pair.link.hasRoom(direction) { events |= POLLIN }
        if pair.link.due(back, now: .now) != nil { events |= Int32(POLLOUT) }
        return pollfd(fd: events == 0 ? -1 : pair.sender(direction), events: Int16(events), revents: 0)
    }

    private func open(_ client: Int32) {
        let index = state.open()
        let onward: Int32
        do {
            onward = try openSocket(on: host)
        } catch {
            print("\(error)")
            onward = -1  // which connects to nothing
        }
        var pair = Pair(
            client: client, server: onward, link: ProxyLink(index: index, state: state, seed: seed))
        guard withAddress(server.address, port: server.port, { connect(onward, $0, $1) == 0 }) else {
            return close(&pair, .reset)
        }
        _ = fcntl(onward, F_SETFL, O_NONBLOCK)
        var one: Int32 = 1
        for socket in [client, onward] {
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        }
        pairs.append(pair)
    }

    private func read(_ pair: inout Pair, _ direction: ProxyFault.Direction) {
        guard !pair.isClosed, !pair.ended.contains(direction), pair.link.hasRoom(direction) else { return }
        let count = recv(pair.sender(direction), &buffer, buffer.count, 0)
        if count > 0 {
            pair.link.receive(Array(buffer[..<count]), direction, now: .now)
        } else if count == 0 || pair.link.fate == .silent {
            pair.ended.insert(direction)
        } else if errno != EAGAIN, errno != EINTR {
            close(&pair, .reset)
        }
    }

    private func write(_ pair: inout Pair, _ direction: ProxyFault.Direction) {
        while !pair.isClosed, let bytes = pair.link.due(direction, now: .now) {
            let socket = pair.receiver(direction)
            let count = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count >= 0 {
                pair.link.delivered(count, direction)
            } else {
                if errno != EAGAIN, errno != EINTR { close(&pair, .reset) }
                return
            }
        }
    }

    /// Ends the connection if it is to end and its bytes have arrived.
    private func settle(_ pair: inout Pair) {
        guard !pair.isClosed else { return }
        if pair.link.fate == .silent {
            if pair.ended.count == 2 { close(&pair, .reset) }
            return
        }
        for direction in pair.ended where pair.link.isFlushed(direction) && pair.told.insert(direction).inserted {
            shutdown(pair.receiver(direction), Int32(SHUT_WR))
        }
        if case .ending(let ending) = pair.link.fate, pair.link.isFlushed(.toServer), pair.link.isFlushed(.toClient) {
            if ending == .reset { return close(&pair, .reset) }
            // Closing a socket with unread bytes would send an RST.
            for socket in [pair.client, pair.server] { shutdown(socket, Int32(SHUT_WR)) }
            pair.told = [.toServer, .toClient]
            pair.link.drain()
            state.update(pair.link.index) { $0.isOpen = false }
        }
        if pair.told.count == 2, pair.ended.count == 2 { close(&pair, .finish) }
    }

    private func close(_ pair: inout Pair, _ ending: ProxyFault.Ending) {
        for socket in [pair.client, pair.server] {
            var hard = linger(l_onoff: ending == .reset ? 1 : 0, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
            Glibc.close(socket)
        }
        pair.isClosed = true
        state.update(pair.link.index) { $0.isOpen = false }
    }
}
