import Events
import Model
import Planning
import Postgres
import Publishing
import RowSource
import Settings
import Statements

/// Reads the source's catalogue and row counts, and the target's catalogue, to plan a run's tables.
///
/// A table that can't be planned doesn't keep the others from being looked at.
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
    ///
    /// - Throws: a failure that names all tables that can't be planned, unless they are to be skipped.
    func tables(
        _ globs: [String], announce: @escaping @Sendable ([TableConfiguration]) async throws -> Void
    ) async throws -> Surveyed {
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
    ) async throws -> Surveyed {
        guard let first = hold?.connection ?? present else { return Surveyed() }
        let target = try await PostgresConnection.connect(coordinator.targetOptions)
        return try await target.closing {
            let trees = TableTrees(try await stop.interrupting(first) { try await first.descents() })
            let (chosen, moved) = try await stop.interrupting(first) {
                try await choose(globs, source: first, trees: trees)
            }
            let identity = try await identity(present)
            try await announce(chosen)
            let tree = SourceTree(trees: trees, moved: moved)
            func source(of table: TableConfiguration) -> any SourceConnection {
                table.settings.snapshot == .off ? present ?? first : first
            }
            // All are described before the first is counted, which may take long.
            var failed: [FailedTable] = []
            var described: [(TableConfiguration, DescribedTable)] = []
            for (index, table) in chosen.enumerated() {
                let source = source(of: table)
                let result = try await attempt(table, number: index + 1, on: source) {
                    try await describe(table, number: index + 1, in: tree, source: source, target: target)
                }
                switch result {
                case .success(let found): described.append((table, found))
                case .failure(let failure): failed.append(failure)
                }
            }
            try failed.throwUnlessSkipped(of: chosen.count)
            var surveyed: [SurveyedTable] = []
            var patience: ContinuousClock.Instant?
            for (table, found) in described {
                let source = source(of: table)
                let result = try await attempt(table, number: found.number, on: source) {
                    try await cut(found, source: source, identity: identity)
                }
                switch result {
                case .success(let table):
                    for warning in table.warnings {
                        coordinator.events.record(.planWarning(table: table.plan.spec.source, warning))
                    }
                    surveyed.append(table)
                case .failure(let failure):
                    failed.append(failure)
                    if table.settings.onError == .fail { patience = patience ?? .now + Self.furtherSearch }
                }
                // Nothing is copied; the other tables are only counted to find more that can't be planned.
                if let patience, .now > patience { break }
            }
            try failed.throwUnlessSkipped(of: chosen.count)
            return Surveyed(tables: surveyed, failed: failed.sorted { $0.number < $1.number })
        }
    }

    /// How long to search for further tables that can't be counted, after the first.
    private static let furtherSearch = Duration.seconds(30)

    /// Runs `body` for a table; returns the failure instead of throwing it if other tables may do better.
    private func attempt<Answer: Sendable>(
        _ table: TableConfiguration, number: Int, on source: any SourceConnection,
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Result<Answer, FailedTable> {
        try stop.check()
        try await source.save()
        do {
            return .success(try await stop.interrupting(source, body))
        } catch {
            guard let failed = FailedTable(table, number: number, error: error) else { throw error }
            try await source.restore()
            return .failure(failed)
        }
    }

    /// The chosen tables, and all tables that the config copies, in this run or another.
    ///
    /// The latter are needed so that a table is read the same way in every run.
    private func choose(
        _ globs: [String], source: any SourceConnection, trees: TableTrees
    ) async throws -> (chosen: [TableConfiguration], moved: Set<QualifiedName>) {
        let all = try coordinator.configuration.tables(
            matching: try await source.tables(matching: "*"), in: trees,
            internals: try await source.internalTables())
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

    /// Plans how a table is copied, without reading any of its rows.
    private func describe(
        _ table: TableConfiguration, number: Int, in tree: SourceTree, source: any SourceConnection,
        target: PostgresConnection
    ) async throws -> DescribedTable {
        let settings = table.settings
        let dialect = source.dialect
        try await source.label(label(table))
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
        let planner = try ChunkPlanner(
            relation: relation, filter: settings.filter, dialect: dialect, options: settings.chunking,
            isPinned: isPinned)
        if isTried(relation, settings, dialect) { _ = try await source.rows(plan.spec.emptyQuery) }
        return DescribedTable(
            number: number, label: label(table), relation: relation, plan: plan, planner: planner, isPinned: isPinned)
    }

    /// Whether to run the statement that reads a table, without rows, before the table is counted.
    ///
    /// A plain table's columns are all readable if the table can be counted, unless privileges are granted by column.
    private func isTried(_ relation: SourceRelation, _ settings: TableSettings, _ dialect: any SQLDialect) -> Bool {
        relation.table?.isView != false || settings.filter != nil || dialect.grantsByColumn
    }

    private func label(_ table: TableConfiguration) -> StatementLabel {
        StatementLabel(run: runID, table: table.source.name, holdsUserSQL: table.holdsUserSQL)
    }

    /// Counts a table's rows and cuts it into chunks.
    private func cut(
        _ table: DescribedTable, source: any SourceConnection, identity: String?
    ) async throws -> SurveyedTable {
        var plan = table.plan
        var planner = table.planner
        try await source.label(table.label)
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
                    of: plan.spec, columns: table.relation.columns.map(\.name).filter(copied.contains),
                    chunks: chunks.chunks, identity: identity)
                let estimate = LoadEstimate(chunks, bytesPerRow: try await bytesPerRow(plan.spec, source))
                if table.isPinned, let days = table.relation.table?.storage?.retentionDays {
                    plan.warnings += LoadEstimate.retentionWarnings(
                        days: days, copying: .seconds(estimate.seconds(slots: plan.settings.work.threads)))
                }
                return SurveyedTable(number: table.number, plan: plan, chunks: chunks, estimate: estimate)
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
