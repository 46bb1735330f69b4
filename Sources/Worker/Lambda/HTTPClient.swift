import PinnedThread

/// Sends requests to one HTTP server from a thread that may block, each on a connection of its own.
///
/// No connection stays open between requests, so a sandbox that was frozen for hours has no stale connection.
actor HTTPClient {
    private nonisolated let thread: PinnedThread
    /// `host:port`.
    private let endpoint: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(endpoint: String) throws(RuntimeAPIError) {
        do {
            thread = try PinnedThread(name: "runtime api")
        } catch {
            throw RuntimeAPIError(ThreadShortage.operation, "\(error)")
        }
        self.endpoint = endpoint
    }

    /// Sends a request and waits for its answer without a time limit; throws if the task is cancelled.
    func answer(to request: HTTPRequest) async throws -> HTTPResponse {
        let stream = try TCPStream(to: endpoint)
        return try await withTaskCancellationHandler {
            try stream.write(request.bytes(host: endpoint))
            var reader = HTTPReader()
            while true {
                try reader.read(try stream.read())
                if let answer = reader.answer { return answer }
            }
        } onCancel: {
            stream.cancel()
        }
    }
}
