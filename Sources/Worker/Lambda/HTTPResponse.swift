/// The response of an HTTP server.
struct HTTPResponse: Hashable, Sendable {
    var status: Int
    /// By name, in lower case.
    var fields: [String: String] = [:]
    var body: [UInt8] = []
}
