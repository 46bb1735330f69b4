import Glibc

/// A TCP port of 127.0.0.1 on which nobody listens.
package func freePort() throws -> Int {
    let listener = try Listener()
    return listener.port
}
