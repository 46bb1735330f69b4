/// A request to an HTTP server.
struct HTTPRequest: Sendable {
    var method: String
    var path: String
    var fields: [String: String] = [:]
    var body: [UInt8] = []

    /// The bytes to send, on a connection that is used once.
    func bytes(host: String) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        if method != "GET" { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}
