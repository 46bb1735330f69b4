import Events
import Model
import RowSource
import Settings
import WorkQueue

extension Coordinator {
    /// Holds the snapshot that a run reads; `nil` if the config turns snapshots off, or if the source has none.
    func holdSnapshot() async throws -> (any SnapshotHold)? {
        guard configuration.source.snapshot != .off else { return nil }
        return try await source.holdSnapshot()
    }

    /// How a run can continue after its coordinator has ended.
    ///
    /// Copied rows must not be mixed with rows of another snapshot. In mode `replace`, nobody has seen the copied rows,
    /// so they can be copied again. In the other modes, they are in the target for good.
    func continuation(of run: RandomID, _ status: RunStatus) async throws -> RunContinuation {
        let isLeft = status.tables.contains { $0.ready + $0.claimed + $0.failed > 0 }
        if source.keepsSnapshots || Snapshot(text: status.snapshot) == .unpinned || !isLeft { return .goesOn }
        return try await runs.tables(run).allSatisfy { $0.spec?.mode.isStaged == true } ? .startsAnew : .endsHere
    }

    /// Whether the remaining chunks can be copied; `false` if the run must be planned anew.
    ///
    /// Throws if the run can't be planned anew, either.
    func canGoOn(with run: RandomID) async throws -> Bool {
        let status = try await runs.status(run)
        switch try await continuation(of: run, status) {
        case .goesOn:
            try await requireReach(of: run, status)
            return true
        case .startsAnew: return false
        case .endsHere:
            throw Failure(
                .refused,
                "run \(status.name) can't go on: the source's snapshot that it reads ended with the command that held "
                    + "it, and rows that append and truncate have copied can't be taken back",
                hint:
                    "`snowmelt cancel \(status.name)` says which they are. Then `snowmelt run --leftovers continue` copies "
                    + "what is missing, where the source still has the same rows; or undo them and run anew. "
                    + "Runs with source.snapshot: off can be gone on with, but their chunks read what they find.")
        }
    }

    /// Refuses to continue if the source no longer keeps a table's history back to the run's snapshot.
    ///
    /// Otherwise, each of the table's remaining chunks would fail.
    private func requireReach(of run: RandomID, _ status: RunStatus) async throws {
        let snapshot = Snapshot(text: status.snapshot)
        let left = Set(status.tables.filter { $0.ready + $0.claimed + $0.failed > 0 }.map(\.target))
        let specs = try await runs.tables(run).compactMap(\.spec).filter { spec in
            left.contains(spec.target) && spec.snapshot(ofRun: snapshot) != .unpinned
        }
        guard !specs.isEmpty else { return }
        let connection = try await source.connect()
        let lapses = try await connection.closing {
            var lapses: [String] = []
            for spec in specs {
                guard let lapse = try await connection.lapse(of: spec.source, at: snapshot) else { continue }
                lapses.append("\(spec.source): \(lapse)")
            }
            return lapses
        }
        guard let first = lapses.first else { return }
        let others = lapses.count > 1 ? ", and \(lapses.count - 1) more table(s)" : ""
        throw Failure(
            .refused, "run \(status.name) can't go on at its point in time: \(first)\(others)",
            hint:
                "`snowmelt cancel \(status.name)` and `snowmelt run` start anew, at a new one. What is to take longer "
                + "than the retention needs it raised before, or snapshot: off.")
    }

    /// Ends the epoch of a run whose snapshot is gone, so that the run can be planned at another snapshot.
    func takeBackPlan(of run: StoredRun, under term: Term) async throws {
        events.record(.snapshotLost(run: run.name))
        try await runs.takeBackPlan(under: term)
    }
}
