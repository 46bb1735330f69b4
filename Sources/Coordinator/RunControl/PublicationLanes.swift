import Events
import Model
import Postgres
import Publishing
import Synchronization
import WorkQueue

/// Publishes a run's loaded tables, several at the same time, while the run's other work goes on.
///
/// So a table whose key takes hours doesn't hold up the small ones. Each lane has its own connection, and publishes one
/// table after the other until none is left.
final class PublicationLanes: Sendable {
    /// The number of tables published at the same time; fewer if the target has no more connections.
    static let width = 4

    private struct Lane: Sendable {
        let connection: PostgresConnection
        let task: Task<Void, any Error>
        let isOver: Flag
    }

    private final class Flag: Sendable {
        let isSet = Atomic<Bool>(false)
    }

    private struct State {
        var order = PublicationOrder()
        var lanes: [Lane] = []
        var width = PublicationLanes.width
        /// `nil` before the first table.
        var snapshot: Snapshot?
        /// The table whose publishing a transient error interrupted last.
        var interrupted: QualifiedName?
    }

    private let state = Mutex(State())
    private let coordinator: Coordinator
    private let term: Term
    /// Throws if no further table may be started.
    private let check: @Sendable () throws -> Void

    init(_ coordinator: Coordinator, _ term: Term, check: @escaping @Sendable () throws -> Void = {}) {
        self.coordinator = coordinator
        self.term = term
        self.check = check
    }

    /// The table whose publishing a transient error interrupted last; `nil` if there was none.
    var interrupted: QualifiedName? { state.withLock(\.interrupted) }

    /// Whether no lane is running and all ended lanes were collected.
    var isEmpty: Bool { state.withLock(\.lanes.isEmpty) }

    /// Whether a lane is running.
    var isBusy: Bool { state.withLock { $0.lanes.contains { !$0.isOver.isSet.load(ordering: .acquiring) } } }

    /// Whether no table waits for a lane.
    var isFree: Bool { !state.withLock(\.order.hasNext) }

    /// Starts lanes for the tables whose chunks are all done.
    ///
    /// - Parameter target: the connection of the first lane; nobody else may use it until `isEmpty`.
    func start(on target: PostgresConnection) async throws {
        state.withLock { $0.order.look() }
        let loaded = try await Set(coordinator.runs.loadedTables(term.run))
        let new = state.withLock { $0.order.new(loaded) }
        if !new.isEmpty {
            let tables = try await coordinator.runs.tables(term.run, numbers: new)
            // The links between tables are read again, since owners may have changed them: once, for all tables.
            if tables.contains(where: { $0.spec?.shape?.isKept == true }) {
                try await link(try await coordinator.runs.tables(term.run), target)
            }
            state.withLock { $0.order.add(tables.filter { $0.state != .completed }) }
        }
        try await start(lanesOn: target)
    }

    /// Starts lanes for all unpublished tables, since the queue may not know all chunks that are copied.
    func startAll(on target: PostgresConnection) async throws {
        let tables = try await coordinator.runs.tables(term.run)
        try await link(tables, target)
        state.withLock { $0.order.add(tables.filter { [.loading, .publishing].contains($0.state) && $0.spec != nil }) }
        try await start(lanesOn: target)
    }

    private func link(_ tables: [StoredTable], _ target: PostgresConnection) async throws {
        let open = tables.filter { $0.state != .completed && $0.error == nil }
        // The catalogue is read on a free connection: `target` if no lane uses it, otherwise a new one.
        let graph = isEmpty ? try await KeyGraph(tables, on: target) : try await graph(of: tables)
        state.withLock { $0.order.update(open: Set(open.map(\.number)), graph: graph) }
    }

    private func start(lanesOn target: PostgresConnection) async throws {
        guard state.withLock(\.order.hasNext) else { return }
        let snapshot = try await snapshot()
        if isEmpty { add(target, snapshot) }
        while state.withLock({ $0.order.hasNext && $0.lanes.count < $0.width }) {
            guard let connection = await connect() else { return }
            add(connection, snapshot, isOwn: true)
        }
    }

    /// The snapshot that the run reads from its plan to its end.
    private func snapshot() async throws -> Snapshot {
        if let snapshot = state.withLock(\.snapshot) { return snapshot }
        let snapshot = try await coordinator.runs.snapshot(of: term.run)
        state.withLock { $0.snapshot = snapshot }
        return snapshot
    }

    private func graph(of tables: [StoredTable]) async throws -> KeyGraph {
        let connection = try await PostgresConnection.connect(coordinator.targetOptions)
        return try await connection.closing {
            try await KeyGraph(tables, on: connection)
        }
    }

    /// Opens a connection for a further lane; `nil` if the target has none, and then no more lanes are added.
    private func connect() async -> PostgresConnection? {
        do {
            return try await PostgresConnection.connect(coordinator.targetOptions)
        } catch {
            coordinator.events.record(.noConnectionToPublish(error))
            state.withLock { $0.width = max(1, $0.lanes.count) }
            return nil
        }
    }

    private func add(_ connection: PostgresConnection, _ snapshot: Snapshot, isOwn: Bool = false) {
        let isOver = Flag()
        let task = Task {
            defer { isOver.isSet.store(true, ordering: .releasing) }
            guard isOwn else { return try await work(on: connection, snapshot) }
            try await connection.closing { try await work(on: connection, snapshot) }
        }
        state.withLock { $0.lanes.append(Lane(connection: connection, task: task, isOver: isOver)) }
    }

    private func work(on connection: PostgresConnection, _ snapshot: Snapshot) async throws {
        while true {
            try Task.checkCancellation()
            try check()
            guard let (table, links) = state.withLock({ $0.order.next() }) else { return }
            var isOver = false
            defer { state.withLock { $0.order.ended(table.number, isOver: isOver) } }
            do {
                isOver = try await coordinator.publish(table, at: snapshot, among: links, under: term, on: connection)
            } catch {
                state.withLock { $0.interrupted = table.spec?.target }
                throw error
            }
        }
    }

    /// Collects the lanes that have ended and returns their number; throws the error of a lane that failed.
    @discardableResult
    func collect() async throws -> Int {
        let ended = state.withLock { state in
            let ended = state.lanes.filter { $0.isOver.isSet.load(ordering: .acquiring) }
            state.lanes.removeAll { $0.isOver.isSet.load(ordering: .acquiring) }
            return ended
        }
        for lane in ended { try await lane.task.value }
        return ended.count
    }

    /// Waits until all lanes have ended; throws the error of a lane that failed.
    func finish() async throws {
        for lane in state.withLock(\.lanes) { _ = await lane.task.result }
        try await collect()
    }

    /// Cancels the lanes and the statements that they run in the target, without waiting.
    ///
    /// Must be repeated until all lanes have ended, because a cancellation between two statements misses both.
    func cancel() {
        for lane in state.withLock(\.lanes) where !lane.isOver.isSet.load(ordering: .acquiring) {
            lane.task.cancel()
            lane.connection.cancel()
        }
    }
}
