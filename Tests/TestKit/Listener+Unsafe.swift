import Glibc

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
        port = Int(UInt16(bigEndian: address.sin_port))
        guard bound else {
            close(socket)
            throw TestKitError("no port: errno \(errno)")
        }
    }

    deinit {
        close(socket)
    }
}
