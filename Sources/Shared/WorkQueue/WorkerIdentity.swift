package import Model

/// The identity of a worker: one start of a process.
package struct WorkerIdentity: Sendable {
    package var id: RandomID
    package var host: String
    package var pid: Int
    package var slots: Int
    package var version: String

    package init(id: RandomID, host: String, pid: Int, slots: Int, version: String) {
        self.id = id
        self.host = host
        self.pid = pid
        self.slots = slots
        self.version = version
    }
}
