import Glibc

/// Whether a server accepts TCP connections on this port of 127.0.0.1.
func isListening(port: Int) -> Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(socket) }
    return withAddress(port: port) { connect(socket, $0, $1) == 0 }
}

/// Calls `body` with the socket address of an IPv4 address and a port.
func withAddress<Answer>(
    _ host: String = "127.0.0.1", port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
) -> Answer {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr(host)
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// Creates a TCP socket, on a host's network if one is given.
func openSocket(on host: TestNetwork.Host? = nil) throws -> Int32 {
    guard let host else { return try openSocketHere() }
    let home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
    let there = open("/run/netns/\(host.space)", O_RDONLY | O_CLOEXEC)
    defer { for file in [home, there] { close(file) } }
    guard home >= 0, there >= 0, moveThread(to: there) else {
        throw TestKitError("can't enter the network of host \(host.name): errno \(errno)")
    }
    // The socket stays in the namespace in which it was created; the thread returns.
    defer { precondition(moveThread(to: home), "the thread is lost on host \(host.name)") }
    return try openSocketHere()
}

/// Moves this thread to a network namespace; returns false if that fails.
private func moveThread(to space: Int32) -> Bool {
    // The headers hide the function and CLONE_NEWNET from Swift.
    typealias Call = @convention(c) (Int32, Int32) -> Int32
    guard let address = dlsym(nil, "setns") else { return false }
    return unsafeBitCast(address, to: Call.self)(space, 0x4000_0000) == 0
}

private func openSocketHere() throws -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { throw TestKitError("no socket: errno \(errno)") }
    return socket
}

/// A TCP socket on 127.0.0.1, or on a host, that listens but never accepts, like a server that doesn't answer.
package final class Listener: Sendable {
    package let port: Int
    private let socket: Int32

    /// - Parameter backlog: the number of connections that the kernel completes meanwhile; it drops further ones.
    package init(backlog: Int32 = 1, on host: TestNetwork.Host? = nil) throws {
        socket = try openSocket(on: host)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(host?.address ?? "127.0.0.1")
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

    /// The socket, for `poll`.
    var descriptor: Int32 { socket }

    /// The next connection, in non-blocking mode; `nil` if there is none.
    func accept() -> Int32? {
        // No child may inherit it; otherwise its end would never be noticed.
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
