import Glibc

/// Finds a free TCP port of 127.0.0.1.
package func freePort() throws -> Int {
    let listener = try Listener()
    return listener.port
}
