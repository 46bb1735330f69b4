import Events
import Model
import Planning
import Postgres
import Publishing
import RowSource
import Settings
import Statements

/// Reads the source's catalogue and row counts, and the target's catalogue, to plan a run's tables.
struct Survey: Sendable {
    let coordinator: Coordinator
    let runID: RandomID
    /// The snapshot at which the tables are read; `nil` to read them as they are now.
    let hold: (any SnapshotHold)?
    /// Interrupts the queries to the source.
    let stop: StopSignal
    /// Whether to sample a few rows of each table, to estimate their size in bytes.
    var samplesRows = false
    let leftovers: Leftovers

    /// The tables of the config whose source or target name matches one of `globs`, in the config's order.
    ///
    /// Without globs, all tables.
    func tables(
        _ globs: [String], announce: @escaping @Sendable ([TableConfiguration]) async throws -> Void
    ) async throws -> [SurveyedTable] {
        try stop.check()
        // A connection that reads a snapshot can't read tables as they are now.
        let readsPresent =
            hold == nil
            || coordinator.configuration.entries.contains { entry in
                coordinator.configuration.settings(of: entry).snapshot == .off
            }
        guard readsPresent else { return try await tables(globs, present: nil, announce: announce) }
        let present = try await coordinator.source.connect()
        return try await present.closing { try await tables(globs, present: present, announce: announce) }
    }

    /// - Parameter present: the connection for tables that aren't read at a snapshot; `nil` if there are none.
    private func tables(
        _ globs: [String], present: (any SourceConnection)?,
        announce: @escaping @Sendable ([TableConfiguration]) async throws -> Void
    ) async throws -> [SurveyedTable] {
        guard let first = hold?.connection ?? present else { return [] }
        let target = try await PostgresConnection.connect(coordinator.targetOptions)
        return try await target.closing {
            let trees = TableTrees(try await stop.interrupting(first) { try await first.descents() })
            let (chosen, moved) = try await stop.interrupting(first) {
                try await choose(globs, source: first, trees: trees)
            }
            let identity = try await identity(present)
            try await announce(chosen)
            var surveyed: [SurveyedTable] = []
            for (index, table) in chosen.enumerated() {
                let source = table.settings.snapshot == .off ? present ?? first : first
                let table = try await stop.interrupting(source) {
                    let tree = SourceTree(trees: trees, moved: moved)
                    return try await survey(
                        table, number: index + 1, in: tree, source: source, identity: identity, target: target)
                }
                for warning in table.warnings {
                    coordinator.events.record(.planWarning(table: table.plan.spec.source, warning))
                }
                surveyed.append(table)
            }
            return surveyed
        }
    }

    /// The chosen tables, and all tables that the config copies, in this run or another.
    ///
    /// The latter are needed so that a table is read the same way in every run.
    private func choose(
        _ globs: [String], source: any SourceConnection, trees: TableTrees
    ) async throws -> (chosen: [TableConfiguration], moved: Set<QualifiedName>) {
        let all = try coordinator.configuration.tables(matching: try await source.tables(matching: "*"), in: trees)
        let moved = Set(
            all.compactMap { table in
                if case .table(let name) = table.source { name } else { nil }
            })
        guard !globs.isEmpty else { return (all, moved) }
        let chosen = all.filter { table in
            globs.contains { glob in
                if case .table(let name) = table.source, NameText.matches(name, pattern: glob) { return true }
                return NameText.matches(table.target, pattern: glob)
            }
        }
        guard !chosen.isEmpty else {
            throw Failure(
                .usage, "no table of the config matches --table \(globs.joined(separator: ", "))",
                hint: "The config has: " + all.prefix(20).map(\.target.description).joined(separator: ", "))
        }
        return (chosen, moved)
    }

    private func survey(
        _ table: TableConfiguration, number: Int, in tree: SourceTree, source: any SourceConnection, identity: String?,
        target: PostgresConnection
    ) async throws -> SurveyedTable {
        let settings = table.settings
        let dialect = source.dialect
        try await source.label(
            StatementLabel(run: runID, table: table.source.name, holdsUserSQL: table.holdsUserSQL))
        var relation: SourceRelation
        var treeWarnings: [String] = []
        switch table.source {
        case .table(let name):
            var found = try await source.table(name)
            treeWarnings = tree.place(&found)
            relation = SourceRelation(found, key: settings.primaryKey, dialect: dialect)
            if tree.mixesKeys(found), !found.primaryKey.isEmpty {
                relation.table?.primaryKey = []
                treeWarnings.append(
                    "its primary key isn't enforced over the tables that inherit from it, so it isn't taken for one; "
                        + "primary_key asks for it")
            }
        case .query(let query):
            relation = SourceRelation(
                query: query, columns: try await source.columns(ofQuery: query), key: settings.primaryKey ?? [])
        }
        var expressions: [SourceColumn] = []
        if let probe = TablePlan.expressionProbe(relation, rules: settings.columns, dialect: dialect) {
            expressions = try await source.columns(ofQuery: probe)
        }
        let existing = try await TargetInspection(target: target).inspect(table.target, settings: settings)
        if !settings.mode.ownsAllRows { try await leftovers.check(table.target, run: runID, on: target) }
        if dialect.classes(of: "") != nil {
            let classes = ClassSurvey(
                relation, expressions: expressions, rules: settings.columns, filter: settings.filter,
                isMatched: existing?.isFilled(by: settings.mode) == true, dialect: dialect)
            let types: [String: SourceType]
            if let classes { types = try classes.types(await source.rows(classes.query)) } else { types = [:] }
            relation.columns = relation.columns.map { $0.typed(by: types) }
            expressions = expressions.map { $0.typed(by: types) }
        }
        var plan = try TablePlan(
            table, relation: relation, dialect: dialect, expressionColumns: expressions, existing: existing,
            runID: runID.text, number: number)
        plan.warnings += treeWarnings + (existing?.warnings ?? [])
        let gap = settings.snapshot == .off ? hold.map { _ in "its snapshot is off" } : hold?.gap(relation.table)
        if let gap {
            plan.spec.readsPresent = true
            plan.warnings.append("it is read as it is, and not at the run's snapshot: \(gap)")
        }
        let isPinned = hold != nil && gap == nil
        var planner = try ChunkPlanner(
            relation: relation, filter: settings.filter, dialect: dialect, options: settings.chunking,
            isPinned: isPinned)
        var action = planner.start()
        while true {
            try stop.check()
            switch action {
            case .query(let sql):
                action = try planner.received(rows: try await source.rows(sql))
            case .finished(let chunks):
                plan.spec.cut = chunks.cut
                let copied = Set(plan.spec.columns.map(\.source))
                plan.spec.fingerprint = try await source.fingerprint(
                    of: plan.spec, columns: relation.columns.map(\.name).filter(copied.contains),
                    chunks: chunks.chunks, identity: identity)
                let estimate = LoadEstimate(chunks, bytesPerRow: try await bytesPerRow(plan.spec, source))
                if isPinned, let days = relation.table?.storage?.retentionDays {
                    plan.warnings += LoadEstimate.retentionWarnings(
                        days: days, copying: .seconds(estimate.seconds(slots: settings.work.threads)))
                }
                return SurveyedTable(number: number, plan: plan, chunks: chunks, estimate: estimate)
            }
        }
    }

    /// The identity of the source database.
    ///
    /// Read outside of a snapshot's transaction, which an error would end.
    private func identity(_ present: (any SourceConnection)?) async throws -> String? {
        if let present { return try await present.databaseIdentity() }
        let connection = try await coordinator.source.connect()
        return try await connection.closing {
            try await connection.databaseIdentity()
        }
    }

    private func bytesPerRow(_ spec: TableSpec, _ source: any SourceConnection) async throws -> Double? {
        guard samplesRows, let size = RowSize(spec, dialect: source.dialect) else { return nil }
        guard let query = size.query else { return size.bytes(sample: []) }
        return size.bytes(sample: try await source.rows(query))
    }
}
