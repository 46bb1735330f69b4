import Model
package import WorkQueue

/// A worker as JSON.
package struct WorkerDocument: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case id, host, pid, slots, version, state, chunks
        case startedAt = "started_at"
        case leaseUntil = "lease_until"
    }

    private let id: String
    private let host: String
    private let pid: Int
    private let slots: Int
    private let version: String
    private let state: String
    private let chunks: Int
    private let startedAt: String
    private let leaseUntil: String

    package init(_ worker: WorkerStatus) {
        id = worker.id.text
        host = worker.host
        pid = worker.pid
        slots = worker.slots
        version = worker.version
        state = worker.state.rawValue
        chunks = worker.chunks
        startedAt = worker.startedAt
        leaseUntil = worker.leaseUntil
    }
}
