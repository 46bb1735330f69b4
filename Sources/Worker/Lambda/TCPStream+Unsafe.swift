import Glibc

/// A TCP connection with blocking calls, closed when the last reference is released.
final class TCPStream: Sendable {
    private let socket: Int32

    /// Connects to `host:port`; an IPv6 address is in brackets.
    init(to endpoint: String) throws(RuntimeAPIError) {
        guard let colon = endpoint.lastIndex(of: ":") else {
            throw RuntimeAPIError("getaddrinfo", "\(endpoint) isn't host:port")
        }
        let host = endpoint[..<colon].filter { $0 != "[" && $0 != "]" }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(endpoint[endpoint.index(after: colon)...]), &hints, &first)
        guard code == 0, let first else {
            throw RuntimeAPIError("getaddrinfo", "\(endpoint): \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(first) }
        var reason: Int32 = 0
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let address = next?.pointee {
            let socket = Glibc.socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
            if socket >= 0, connect(socket, address.ai_addr, address.ai_addrlen) == 0 {
                self.socket = socket
                return
            }
            reason = errno
            if socket >= 0 { close(socket) }
            next = address.ai_next
        }
        throw RuntimeAPIError("connect", "\(endpoint): \(Self.text(reason))")
    }

    deinit {
        close(socket)
    }

    func write(_ bytes: [UInt8]) throws(RuntimeAPIError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(socket, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno != EINTR {
                throw RuntimeAPIError("send", Self.text(errno))
            }
        }
    }

    /// Waits for bytes without a time limit; returns an empty array at the end of data.
    func read() throws(RuntimeAPIError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count >= 0 { return Array(buffer[..<count]) }
            if errno != EINTR { throw RuntimeAPIError("recv", Self.text(errno)) }
        }
    }

    /// Makes waiting calls return and later ones not wait; may be called from any thread.
    func cancel() {
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private static func text(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
