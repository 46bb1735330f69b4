import Events
import Model
import Planning
import Postgres
import RowSource
import Settings
import Statements
import WorkQueue

/// Edits of the config since a run was planned, and the flags of a command that resumes it.
///
/// Each setting's descriptor says when an edit takes effect. What can still apply is taken over; anything else is
/// refused with its name, because ignoring it would leave the user with a run that isn't the configured one.
extension Coordinator {
    /// Takes over the edits that can still apply to a planned run, for all tables that aren't published yet.
    ///
    /// Throws, and changes nothing, if an edit or a flag can't apply any more.
    ///
    /// - Parameter leftovers: the rule given by a flag; `nil` if none is given.
    func takeOverEdits(of run: StoredRun, leftovers: LeftoverRule? = nil, under term: Term) async throws {
        guard let planned = run.plannedSettings else { return }
        let changes = planned.changes(in: configuration)
        var obstacles = changes.filter { $0.effect == .nextPlan }
        if let leftovers, let old = planned.leftovers, old != leftovers.rawValue {
            obstacles.append(
                SettingChange(
                    subject: .setting("leftovers"), old: old, new: leftovers.rawValue, override: "--leftovers",
                    effect: .nextPlan))
        }
        let edits = Edits(changes.filter { $0.effect == .nextRun })
        let tables = try await runs.tables(run.id).filter { $0.state != .completed }
        var takenOver: [(table: StoredTable, maxAttempts: Int?)] = []
        for table in tables {
            guard var spec = table.spec,
                let (entry, settings) = PlannedSettings.settings(
                    of: spec.source, to: spec.target, in: configuration)
            else { continue }
            let own = edits.changes.filter { $0.entry == entry }
            guard !own.isEmpty else { continue }
            for change in own where !(try await edits.apply(change, settings, to: &spec, key: key)) {
                obstacles.append(change)
            }
            var edited = table
            edited.spec = spec
            takenOver.append((edited, edits.maxAttempts(own, settings)))
        }
        if !obstacles.isEmpty { throw RunEdited(run: run.name, changes: obstacles).failure }
        guard !changes.isEmpty else { return }
        try await dropKeys(of: takenOver.map(\.table), before: tables, under: term)
        try await runs.takeOver(
            settings: planned.takingOver(configuration), tables: takenOver, under: term)
        for change in edits.changes {
            events.record(.editTakenOver(run: run.name, change.text))
        }
    }

    /// The key that a table gets with these settings, in the columns of its plan.
    private func key(_ configured: [String]?, _ spec: TableSpec) async throws -> [String] {
        var declared: [String] = []
        if configured == nil, spec.source.schema != nil {
            let connection = try await source.connect()
            declared = try await connection.closing {
                let trees = TableTrees(try await connection.descents())
                // A parent's key isn't enforced over tables that inherit from it.
                let isShared = trees.descendants(of: spec.source).contains { trees.partitions[$0] == nil }
                return isShared ? [] : try await connection.table(spec.source).primaryKey
            }
        }
        return try TablePlan.key(
            configured: configured, declared: declared, copied: spec.columns.map(\.target), of: spec.source
        ).key
    }

    /// Removes keys that an earlier try to publish has built, and that aren't those of the edited config.
    private func dropKeys(of edited: [StoredTable], before: [StoredTable], under term: Term) async throws {
        let specs = edited.compactMap { table -> TableSpec? in
            let old = before.first { $0.number == table.number }?.spec
            return old?.primaryKey == table.spec?.primaryKey ? nil : old
        }
        guard !specs.isEmpty else { return }
        let target = try await PostgresConnection.connect(targetOptions)
        try await target.closing {
            try await target.transaction(
                holding: [StatementCall(SQL.lockRun, [.text(term.run.text)])],
                permit: { _ in try await runs.require(term) }
            ) { target, _ in
                for spec in specs {
                    let name = PostgresIdentifier.quoted(spec.loadTable.primaryKeyName)
                    let schema = PostgresIdentifier.quoted(spec.loadTable.schemaOrPublic)
                    try target.execute(
                        Statement(
                            name: "drop_key",
                            text:
                                "ALTER TABLE IF EXISTS \(spec.loadTable.postgresQuoted) DROP CONSTRAINT IF EXISTS \(name)"
                        ))
                    try target.execute(
                        Statement(name: "drop_key_index", text: "DROP INDEX IF EXISTS \(schema).\(name)"))
                }
            }
        }
    }
}

extension StoredRun {
    /// The settings that the run was planned with; `nil` if they can't be read, so that nothing can be compared.
    var plannedSettings: PlannedSettings? {
        do {
            return try PlannedSettings(settings)
        } catch {
            return nil
        }
    }
}

/// The edits that a `run` takes over, and how each changes a table's plan.
struct Edits: Sendable {
    let changes: [SettingChange]

    init(_ changes: [SettingChange]) {
        self.changes = changes
    }

    /// Applies an edit to a table's plan; returns `false` if the plan can't be changed any more.
    ///
    /// - Parameter key: the target columns of a key as configured.
    func apply(
        _ change: SettingChange, _ settings: TableSettings, to spec: inout TableSpec,
        key: ([String]?, TableSpec) async throws -> [String]
    ) async throws -> Bool {
        switch change.key {
        case "primary_key":
            // Publishing builds the key of a staging table. Any other table has its key since it was planned.
            guard spec.mode.isStaged else { return false }
            if spec.shape?.isKept != true { spec.primaryKey = try await key(settings.primaryKey, spec) }
        case "on_dependents":
            if spec.shape?.isKept == true { spec.shape = settings.dependents == .carry ? .target : .alone }
        case "batch_rows": spec.batch = settings.batch
        case "max_retry_attempts": break  // beside the plan
        default: return false
        }
        return true
    }

    /// The new maximum of attempts; `nil` if it wasn't edited.
    func maxAttempts(_ changes: [SettingChange], _ settings: TableSettings) -> Int? {
        changes.contains { $0.key == "max_retry_attempts" } ? settings.maxAttempts : nil
    }
}
