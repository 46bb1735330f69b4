import Model
import Postgres
import Statements
import WorkQueue

/// Runs a sequence of steps on the product and on the reference model at the same time.
final class ModelTrial {
    static let maxAttempts = 3
    static let chunkCount = 6

    /// The expected state of a worker in the control database.
    struct Standing {
        var state = "alive"
        var hasLease = true
        var isAlive: Bool { state != "gone" && hasLease }
        var mayClaim: Bool { state == "alive" && hasLease }
    }

    let ground: ModelGround
    let queue: WorkQueue
    let runs: Runs
    let reaper: Reaper
    let config = RandomID().text
    let target: QualifiedName

    var reference: ReferenceModel
    /// Models of cancelled runs.
    var past: [ReferenceModel] = []
    var spec: TableSpec
    /// The term of the run's current leader, or the last term of a cancelled run.
    var term: Term
    var workers: [ModelWorker] = []
    var standings: [RandomID: Standing] = [:]
    /// Target connections whose backends were ended.
    var endedConnections: Set<Int> = []
    var connectionCount = 0
    var writerCount = 0
    private(set) var stepsTaken = 0
    /// The events so far, for people.
    private(set) var trace: [String] = []
    /// How often each kind of event happened.
    private(set) var tally: [String: Int] = [:]

    init(on ground: ModelGround, workers count: Int) async throws {
        self.ground = ground
        queue = WorkQueue(database: ground.control, configIdentity: config)
        runs = Runs(database: ground.control)
        reaper = Reaper(queue: queue, targetOptions: ground.targetOptions)
        target = QualifiedName(schema: "public", name: "visits_\(config.prefix(8))")
        reference = ReferenceModel(runID: RandomID(), chunks: 1, maxAttempts: Self.maxAttempts, epoch: 1)
        spec = Self.spec(target: target, run: reference.runID)
        term = Term(run: reference.runID)
        try await plan(succession: false)
        for index in 0..<count {
            workers.append(ModelWorker(isOutOfReach: !index.isMultiple(of: 3)))
            try await register(workers[index].id)
        }
    }

    /// Runs the steps, then lets all chunks be finished.
    func run(_ steps: [ModelStep]) async throws {
        for step in steps {
            stepsTaken += 1
            if try await perform(step) { try await compare() }
        }
        try await drain()
    }

    /// Ends all transfers of workers.
    func close() async {
        for index in workers.indices { await disconnect(index) }
        await reaper.close()
    }

    /// Records an event: `kind` is counted, `detail` is shown if the sequence fails.
    func note(_ kind: String, _ detail: String) {
        tally[kind, default: 0] += 1
        trace.append(detail)
    }

    func register(_ worker: RandomID) async throws {
        try await queue.register(WorkerIdentity(id: worker, host: "host", pid: 1, slots: 1, version: "1"))
        standings[worker] = Standing()
        try await holdLease(worker)
    }

    /// Extends a worker's lease, so that leases only run out in steps for that, even on a slow machine.
    func holdLease(_ worker: RandomID) async throws {
        try await passTime(
            "worker SET lease_until = clock_timestamp() + interval '1 day' WHERE worker_id = $1::uuid",
            [.text(worker.text)])
    }

    func isAlive(_ worker: RandomID) -> Bool {
        standings[worker]?.isAlive == true
    }

    func mayClaim(_ worker: RandomID) -> Bool {
        standings[worker]?.mayClaim == true
    }

    /// The worker's target connection, opened if it has none.
    func connection(of index: Int) async throws -> (number: Int, connection: PostgresConnection) {
        if let connection = workers[index].connection { return connection }
        connectionCount += 1
        let opened = (number: connectionCount, connection: try await PostgresConnection.connect(ground.targetOptions))
        workers[index].connection = opened
        return opened
    }

    /// Closes the worker's target connection, whatever it is doing.
    func disconnect(_ index: Int) async {
        await workers[index].connection?.connection.close()
        workers[index].connection = nil
        if case .copying(let chunk, let transfer) = workers[index].phase {
            _ = await transfer.end(.breakDown)
            workers[index].phase = .claimed(chunk)
        }
    }

    /// Records that sessions were ended whose transactions copied for claims, as the reaper and a cancel do.
    func endSessions(of claims: [ReferenceModel.Claim]) {
        let tokens = Set(claims.map(\.token))
        for worker in workers where !worker.isOutOfReach {
            guard case .copying(let chunk, _) = worker.phase, tokens.contains(chunk.token) else { continue }
            if let number = worker.connection?.number { endedConnections.insert(number) }
        }
    }

    /// Makes time pass for one row of the control database, which no statement of the product can.
    func passTime(_ change: String, _ parameters: [PostgresValue]) async throws {
        try await ground.control.execute(
            Statement(name: "pass_time", text: "UPDATE migration_status.\(change)"), parameters)
    }

    /// Pinned, so that row counts must equal the plan's wherever the plan counted.
    static let snapshot = Snapshot.pinned("then")
    /// The chunk column.
    static let key = SourceColumn(
        name: "number", type: .integer(bits: 64, signed: true), declaredType: "bigint", isNullable: false)

    static func spec(target: QualifiedName, run: RandomID) -> TableSpec {
        var spec = TableSpec(
            source: QualifiedName(schema: "main", name: "visits"), target: target,
            loadTable: QualifiedName(schema: target.schema, name: "staging_\(run.text.prefix(13))"), mode: .replace,
            select: "chunk, number, writer", from: "visits", filter: nil,
            columns: ["chunk", "number", "writer"].map { name in
                ColumnSpec(
                    source: name, sourceType: .integer(bits: 64, signed: true), target: name, targetType: .bigint)
            },
            primaryKey: [], batch: BatchLimits(rows: 1000))
        spec.cut = ChunkCut(column: key)
        return spec
    }
}
