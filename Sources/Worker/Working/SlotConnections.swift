import Logging
import Model
import Postgres
import RowSource
import WorkQueue

/// A slot's two connections: opened when there is work, closed after an error and when the slot idles.
actor SlotConnections {
    private let configuration: WorkerConfiguration
    private let queue: WorkQueue
    private let worker: RandomID
    private let slot: Int
    private let logger: Logger
    private var source: (any SourceConnection)?
    private var target: PostgresConnection?
    private var holdsPermit = false

    init(configuration: WorkerConfiguration, queue: WorkQueue, worker: RandomID, slot: Int, logger: Logger) {
        self.configuration = configuration
        self.queue = queue
        self.worker = worker
        self.slot = slot
        self.logger = logger
    }

    /// Both connections, opened if need be; nil: the source has as many connections as it may have.
    func open() async throws -> (source: any SourceConnection, target: PostgresConnection)? {
        let target = try await openTarget()
        guard let source = try await openSource() else { return nil }
        return (source, target)
    }

    /// Closes the connections and gives the source's permit back.
    ///
    /// A permit that can't be given back stays this slot's, and goes with the worker's lease at the latest.
    func close() async {
        await target?.close()
        target = nil
        await source?.close()
        source = nil
        guard holdsPermit, let limit = configuration.sourceLimit else { return }
        do {
            try await queue.releasePermit(limit, worker: worker, slot: slot)
            holdsPermit = false
        } catch {
            logger.warning("a source permit couldn't be given back", metadata: ["error": "\(error)"])
        }
    }

    private func openTarget() async throws -> PostgresConnection {
        if let target, await target.isUsable() { return target }
        await target?.close()
        let opened = try await PostgresConnection.connect(configuration.target)
        target = opened
        return opened
    }

    private func openSource() async throws -> (any SourceConnection)? {
        if let source { return source }
        if let limit = configuration.sourceLimit, !holdsPermit {
            holdsPermit = try await queue.acquirePermit(limit, worker: worker, slot: slot)
            guard holdsPermit else { return nil }
        }
        let opened = try await configuration.source.connect()
        source = opened
        return opened
    }
}
