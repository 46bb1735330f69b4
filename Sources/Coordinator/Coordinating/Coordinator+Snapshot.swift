import Logging
import Model
import RowSource
import Settings
import WorkQueue

extension Coordinator {
    /// Fixes the point in time that a run reads, unless the config says not to; nil: the source can't.
    func holdSnapshot() async throws -> (any SnapshotHold)? {
        guard configuration.source.snapshot != .off else { return nil }
        return try await source.holdSnapshot()
    }

    /// Rows of another point in time must not get between those that are copied. In mode `replace` nobody has seen
    /// those; in the others they are in the target for good.
    func continuation(of run: RandomID, _ status: RunStatus) async throws -> RunContinuation {
        let isLeft = status.tables.contains { $0.ready + $0.claimed + $0.failed > 0 }
        if source.keepsSnapshots || Snapshot(text: status.snapshot) == .unpinned || !isLeft { return .goesOn }
        return try await runs.tables(run).allSatisfy { $0.spec?.mode == .replace } ? .startsAnew : .endsHere
    }

    /// Whether chunks that are left can be copied; false: the run has to be planned anew.
    ///
    /// Refuses where it can't be.
    func canGoOn(with run: RandomID) async throws -> Bool {
        let status = try await runs.status(run)
        switch try await continuation(of: run, status) {
        case .goesOn: return true
        case .startsAnew: return false
        case .endsHere:
            throw Failure(
                .refused,
                "run \(status.name) can't go on: the source's snapshot that it reads ended with the command that held "
                    + "it, and rows that append and truncate have copied can't be taken back",
                hint: "Undo or accept those rows, then `snowmelt cancel \(status.name)` and `snowmelt run` start anew. "
                    + "Runs with source.snapshot: off can be gone on with, but their chunks read what they find.")
        }
    }

    /// Ends the epoch of a run whose snapshot is gone, so that it can be planned at another one.
    func takeBackPlan(of run: Run) async throws {
        logger.warning(
            "the source's snapshot ended with the command that held it: all tables are planned and copied anew",
            metadata: ["run": "\(run.name)"])
        guard try await runs.takeBackPlan(run.id, coordinator: identity) else {
            throw Failure(
                .refused, "another coordinator has taken this run over", hint: "`snowmelt status` shows which.")
        }
    }
}
