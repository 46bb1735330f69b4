import Glibc

/// Whether somebody takes TCP connections on this port of 127.0.0.1.
func isListening(port: Int) -> Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(socket) }
    return withLoopback(port: port) { connect(socket, $0, $1) == 0 }
}

/// Calls `body` with the address of a port of 127.0.0.1.
func withLoopback<Answer>(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer) -> Answer {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// A TCP socket on 127.0.0.1 that listens and never accepts: a server that doesn't answer.
package final class Listener: Sendable {
    package let port: Int
    private let socket: Int32

    /// `backlog` is how many connections the kernel completes meanwhile; beyond it, it drops what comes.
    package init(backlog: Int32 = 1) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw TestKitError("no socket: errno \(errno)") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && listen(socket, backlog) == 0
                    && getsockname(socket, address, &length) == 0
            }
        }
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        port = Int(UInt16(bigEndian: address.sin_port))
        guard bound else {
            close(socket)
            throw TestKitError("no port: errno \(errno)")
        }
    }

    /// Its socket, for `poll`.
    var descriptor: Int32 { socket }

    /// The next connection, which doesn't block; nil when there is none.
    func accept() -> Int32? {
        // No child may inherit it, or its end would never show.
        Command.whileNoPipeIsOpen {
            let connection = Glibc.accept(socket, nil, nil)
            guard connection >= 0 else { return nil }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            _ = fcntl(connection, F_SETFL, O_NONBLOCK)
            return connection
        }
    }

    deinit {
        close(socket)
    }
}
