import Events
import Model
import Postgres
import Publishing
import WorkQueue

/// The end of every sequence: no more faults, and all chunks are copied and published.
extension ModelTrial {
    private static let end = "the faults stop"

    /// The trace, with only the last steps of the drain.
    var story: [String] {
        guard let end = trace.firstIndex(of: Self.end) else { return trace }
        let rest = trace[(end + 1)...]
        return trace[...end] + (rest.count > 12 ? ["…"] : []) + rest.suffix(12)
    }

    func drain() async throws {
        note("drain", Self.end)
        // Frozen workers resume one after another and try to commit; half of them then die.
        for index in workers.indices {
            if case .copying = workers[index].phase {
                try await proceed(index)
                try await compare()
            }
            if index.isMultiple(of: 2) { try await restart(index, "is killed") }
        }
        if !reference.canEnd {
            try await cancel()
            try await plan(succession: false)
        }
        if reference.isPaused { _ = try await perform(.pause(false)) }
        try await expire(standings.filter { $0.value.hasLease }.map(\.key))
        workers.append(ModelWorker(isOutOfReach: false))
        let honest = workers.count - 1
        try await register(workers[honest].id)
        try await work(honest)
        // Reconciling finds chunks that are done without a receipt, and they are copied again.
        if try await reconcile().requeued > 0 {
            try await compare()
            try await work(honest)
        }
        try await publish()
    }

    /// Lets one worker copy all remaining chunks.
    private func work(_ honest: Int) async throws {
        var steps = 0
        while !reference.isDone {
            let isIdle: Bool = if case .idle = workers[honest].phase { true } else { false }
            if isIdle, !reference.chunks.values.contains(where: { $0.state == .ready && !$0.rests }) {
                for step in [ModelStep.reap, .requeueFailed, .wake] where try await perform(step) {
                    try await compare()
                }
            }
            try await proceed(honest)
            try await compare()
            steps += 1
            guard steps < Self.chunkCount * 24 else { throw ModelMismatch("the queue doesn't drain") }
        }
    }

    private func publish() async throws {
        let open = try await reconcile()
        try ModelMismatch.expect("open chunks at the end", open.requeued + open.split + open.open, is: 0)
        try await compare()
        try await compareEndings()
        for (number, chunk) in reference.chunks where reference.receipts[number] == nil || chunk.state != .done {
            throw ModelMismatch(
                "chunk \(number) is \(chunk.state) with \(reference.receipts[number] == nil ? "no" : "a") receipt")
        }
        try ModelMismatch.expect("work left", try await queue.remaining(run: nil) == (0, 0), is: true)
        let rows = reference.chunks.keys.reduce(0) { $0 + reference.keys[$1, default: 0..<0].count }
        let publisher = TablePublisher(
            term: term, snapshot: Self.snapshot, runs: runs, queue: queue, target: ground.target,
            events: Events([]), countSource: { _ in rows })
        guard let table = try await runs.tables(reference.runID).first else { throw ModelMismatch("no table") }
        let outcome = try await publisher.publish(table, among: .alone(table.number))
        try ModelMismatch.expect("publish", outcome, is: .published(rows: rows))
        try ModelMismatch.expect("end of the run", try await runs.completeIfDone(term), is: true)
        var published = spec
        published.loadTable = target
        reference.isUnlogged = false
        try await compareTarget(of: reference, spec: published)
        try await compareSides(of: reference)
        try await compareRows()
        for run in past {
            try await compareTarget(of: run, spec: Self.spec(target: target, run: run.runID))
            try await compareSides(of: run)
        }
    }
}
