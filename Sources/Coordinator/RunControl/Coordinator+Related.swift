import Model
import Settings
import WorkQueue

/// Unfinished runs that an edited or overridden config no longer names its own.
extension Coordinator {
    /// Refuses to plan a run while a run of this config before its last edits isn't finished.
    ///
    /// What is copied where decides which runs are a config's own, so an edited condition, a removed table or `--mode`
    /// makes it another config. Its unfinished run would be left behind, and keep its tables.
    func requireNoEditedRun() async throws {
        for run in try await runs.unfinished() where run.configIdentity != configuration.identity {
            guard let changes = changes(since: run) else { continue }
            throw RunEdited(run: run.name, changes: changes, isOwn: owns(run)).failure
        }
    }

    /// Whether a run belongs to this config, perhaps planned with other flags.
    func owns(_ run: StoredRun) -> Bool {
        run.configIdentity == configuration.identity
            || run.plannedSettings?.differsByOverrides(from: configuration) == true
    }

    /// The error for a table that another run owns.
    func failure(_ taken: FenceTaken) async throws -> Failure {
        guard let state = try await runs.state(of: taken.run) else {
            return taken.failure(state: nil, isOwn: false, differences: [])
        }
        let run = try await runs.find(taken.run.text, config: configuration.identity)
        let isOwn = owns(run)
        return taken.failure(
            state: state, isOwn: isOwn,
            differences: isOwn ? [] : run.plannedSettings?.differences(from: configuration) ?? [])
    }

    /// What differs from an unfinished run of the same source that shares an entry of `tables`; `nil` if it has nothing
    /// to do with this config.
    func changes(since run: StoredRun) -> [SettingChange]? {
        guard run.source == ConnectionDescription.sourceName(configuration.source),
            let planned = run.plannedSettings, planned.sharesEntry(with: configuration)
        else { return nil }
        let changes = planned.changes(in: configuration, keepsOverrides: false).filter { $0.effect == .nextPlan }
        return changes.isEmpty ? nil : changes
    }
}
