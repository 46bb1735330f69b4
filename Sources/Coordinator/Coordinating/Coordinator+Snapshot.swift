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

    /// Whether another command can go on with a run in this state: what isn't copied yet can still be read as it was.
    func isResumable(_ status: RunStatus) -> Bool {
        source.keepsSnapshots || Snapshot(text: status.snapshot) == .unpinned
            || !status.tables.contains { $0.ready + $0.claimed + $0.failed > 0 }
    }

    /// Refuses to go on with a run whose snapshot ended with the coordinator that held it, while chunks are left.
    ///
    /// Rows of another point in time must not get between those that are copied.
    func requireSnapshot(of run: RandomID) async throws {
        let status = try await runs.status(run)
        guard !isResumable(status) else { return }
        throw Failure(
            .refused,
            "run \(status.name) can't go on: the source's snapshot that it reads ended with the command that held it",
            hint: "`snowmelt cancel \(status.name)`, then `snowmelt run` starts anew. Runs with source.snapshot: off "
                + "can be gone on with, but their chunks read what they find.")
    }
}
