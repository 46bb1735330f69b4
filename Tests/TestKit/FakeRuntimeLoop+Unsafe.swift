import Glibc
import PinnedThread

/// Answers a runtime's requests, on a separate thread.
actor FakeRuntimeLoop {
    private struct Client {
        let socket: Int32
        var received: [UInt8] = []
        /// Whether the client waits for an invocation.
        var isWaiting = false
        var isClosed = false
    }

    private struct Request {
        var line: [Substring]
        var fields: [String: String]
        var body: String
    }

    private static let base = "/2018-06-01/runtime"

    private nonisolated let thread: PinnedThread
    private let listener: Listener
    private let state: FakeRuntimeAPI.State
    private var clients: [Client] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(listener: Listener, state: FakeRuntimeAPI.State) throws {
        thread = try PinnedThread(name: "fake runtime")
        self.listener = listener
        self.state = state
    }

    /// Runs until the API is stopped; closes everything before it returns.
    func run() {
        while !state.isStopped {
            var sockets = clients.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
            sockets.append(pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0))
            // Short, because a new invocation doesn't wake the loop.
            poll(&sockets, nfds_t(sockets.count), 20)
            // This detects a runtime that has ended, before an invocation is passed to it.
            for index in clients.indices where sockets[index].revents != 0 { read(&clients[index]) }
            for index in clients.indices where clients[index].isWaiting { handOut(to: &clients[index]) }
            clients.removeAll(where: \.isClosed)
            state.setAwaited(clients.contains(where: \.isWaiting))
            while let client = listener.accept() { clients.append(Client(socket: client)) }
        }
        for index in clients.indices { end(&clients[index]) }
    }

    private func read(_ client: inout Client) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(client.socket, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return end(&client) }
        client.received += buffer[..<count]
        if let request = Self.request(in: client.received) { answer(request, &client) }
    }

    /// Parses a request; `nil` if it isn't complete.
    private static func request(in bytes: [UInt8]) -> Request? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
        }
        let body = bytes[end.upperBound...]
        guard body.count >= fields["content-length"].flatMap({ Int($0) }) ?? 0 else { return nil }
        return Request(
            line: lines.first?.split(separator: " ") ?? [], fields: fields, body: String(decoding: body, as: UTF8.self))
    }

    private func answer(_ request: Request, _ client: inout Client) {
        guard request.line.count == 3, request.line[1].hasPrefix(Self.base) else { return send(404, to: &client) }
        let path = request.line[1].dropFirst(Self.base.count).split(separator: "/").map { String($0) }
        let errorType = request.fields["lambda-runtime-function-error-type"]
        switch (request.line[0], path.count, path.last) {
        case ("GET", 2, "next"):
            client.isWaiting = true
        case ("POST", 2, "error") where path[0] == "init":
            state.recordInitializationError(
                FakeRuntimeAPI.Outcome(isError: true, body: request.body, errorType: errorType))
            send(202, to: &client)
        case ("POST", 3, let what?) where what == "response" || what == "error":
            let outcome = FakeRuntimeAPI.Outcome(
                isError: what == "error", body: request.body, errorType: errorType)
            send(state.record(outcome, for: path[1]) ? 202 : 403, to: &client)
        default:
            send(404, to: &client)
        }
    }

    private func handOut(to client: inout Client) {
        guard let invocation = state.handOut() else { return }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let deadline = now.tv_sec * 1000 + now.tv_nsec / 1_000_000 + Int(invocation.time / .milliseconds(1))
        send(
            200,
            ["Lambda-Runtime-Aws-Request-Id": invocation.id, "Lambda-Runtime-Deadline-Ms": String(deadline)],
            Array(invocation.event.utf8), to: &client)
    }

    /// Sends an answer and closes the connection.
    private func send(_ status: Int, _ fields: [String: String] = [:], _ body: [UInt8] = [], to client: inout Client) {
        var head = "HTTP/1.1 \(status) .\r\n" + fields.map { "\($0): \($1)\r\n" }.joined()
        var bytes: [UInt8] = []
        if body.count <= 1 << 16 {
            head += "Content-Length: \(body.count)\r\n\r\n"
            bytes = body
        } else {
            head += "Transfer-Encoding: chunked\r\n\r\n"
            for start in stride(from: 0, to: body.count, by: 10_000) {
                let chunk = body[start...].prefix(10_000)
                bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
            }
            bytes += Array("0\r\n\r\n".utf8)
        }
        bytes = Array(head.utf8) + bytes
        _ = fcntl(client.socket, F_SETFL, 0)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(client.socket, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        end(&client)
    }

    private func end(_ client: inout Client) {
        close(client.socket)
        client.isWaiting = false
        client.isClosed = true
    }
}
