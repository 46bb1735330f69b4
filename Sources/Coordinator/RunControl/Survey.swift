import Events
import Model
import Planning
import Postgres
import Publishing
import RowSource
import Settings
import Statements
import WorkQueue

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
    /// Whether rows are read or counted; otherwise types that depend on values are left open.
    var readsRows = true
    let leftovers: Leftovers
    /// The term under which the tables' steps are stored; `nil` if no run is planned.
    var term: Term?
    /// Receives the phases; `nil` if nobody watches.
    var observer: (any PhaseObserver)?

    /// The tables of the config whose source or target name matches one of `globs`, in the config's order.
    ///
    /// Without globs, all tables.
    ///
    /// - Throws: a failure that names all tables that can't be planned, unless they are to be skipped.
    func tables(
        _ globs: [String], announce: @escaping @Sendable ([TableConfiguration]) async throws -> Void
    ) async throws -> Surveyed {
        let target = try await PostgresConnection.connect(coordinator.targetOptions)
        return try await target.closing {
            try await withSelection(globs) { selection in
                let identity = try await identity(selection.present)
                try await announce(selection.tables)
                // All are described before the first is counted, which may take long.
                let described = try await describe(selection, target: target)
                let count = selection.tables.count
                let isHopeless = described.failed.contains { !$0.isSkipped }
                let surveyed = try await cut(
                    described.tables, of: selection, identity: identity, isHopeless: isHopeless)
                let failed = described.failed + surveyed.failed
                try failed.throwUnlessSkipped(of: count)
                return Surveyed(tables: surveyed.tables, failed: failed.sorted { $0.number < $1.number })
            }
        }
    }

    private func steps(_ source: QualifiedName, number: Int, of count: Int) -> SurveySteps {
        SurveySteps(
            record: term.map { term in
                StepRecord(table: number, term: term, runs: coordinator.runs, events: coordinator.events)
            }, observer: observer, title: "planning \(source) (\(number) of \(count))")
    }

    /// The tables of the config as far as they can be described; reads no rows.
    ///
    /// - Parameter target: `nil` if it can't be reached: then only the source is asked.
    func inspect(_ target: PostgresConnection?) async throws -> Inspected {
        try await withSelection([]) { selection in
            let described = try await describe(selection, target: target)
            return Inspected(
                tables: selection.tables, visible: selection.visible, described: described.tables.map(\.plan),
                doubts: described.tables.flatMap(\.doubts), failed: described.failed)
        }
    }

    /// The selected tables, and the connections that read them.
    private struct Selection: Sendable {
        let tables: [TableConfiguration]
        /// The number of tables at the source.
        let visible: Int
        let tree: SourceTree
        let first: any SourceConnection
        /// The connection for tables that aren't read at a snapshot; `nil` if there are none.
        let present: (any SourceConnection)?

        func source(of table: TableConfiguration) -> any SourceConnection {
            table.settings.snapshot == .off ? present ?? first : first
        }
    }

    private func withSelection<Answer: Sendable>(
        _ globs: [String], _ body: @escaping @Sendable (Selection) async throws -> Answer
    ) async throws -> Answer {
        try stop.check()
        // A connection that reads a snapshot can't read tables as they are now.
        let settings = coordinator.configuration.entries.map(coordinator.configuration.settings)
        guard let connection = hold?.connection, !settings.contains(where: { $0.snapshot == .off }) else {
            let present = try await coordinator.source.connect()
            return try await present.closing {
                try await body(select(globs, from: hold?.connection ?? present, present: present))
            }
        }
        return try await body(select(globs, from: connection, present: nil))
    }

    private func select(
        _ globs: [String], from source: any SourceConnection, present: (any SourceConnection)?
    ) async throws -> Selection {
        try await stop.interrupting(source) {
            let trees = TableTrees(try await source.descents())
            let available = try await source.tables(matching: "*")
            let all = try coordinator.configuration.tables(
                matching: available, in: trees, internals: try await source.internalTables())
            // All tables that the config copies, in this run or another, so that a table is read the same way in each.
            let moved = Set(
                all.compactMap { table in
                    if case .table(let name) = table.source { name } else { nil }
                })
            return Selection(
                tables: try chosen(globs, of: all), visible: available.count,
                tree: SourceTree(trees: trees, moved: moved), first: source, present: present)
        }
    }

    private func chosen(_ globs: [String], of all: [TableConfiguration]) throws(Failure) -> [TableConfiguration] {
        guard !globs.isEmpty else { return all }
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
        return chosen
    }

    private func describe(
        _ selection: Selection, target: PostgresConnection?
    ) async throws -> (tables: [DescribedTable], failed: [FailedTable]) {
        var inspection: TargetInspection?
        if let target { inspection = try await self.inspection(of: target) }
        var described: [DescribedTable] = []
        var failed: [FailedTable] = []
        for (index, table) in selection.tables.enumerated() {
            let source = selection.source(of: table)
            let steps = steps(table.source.name, number: index + 1, of: selection.tables.count)
            let result = try await attempt(table, number: index + 1, on: source, steps) { [inspection] in
                try await describe(
                    table, number: index + 1, in: selection.tree, source: source, inspection: inspection, steps: steps)
            }
            switch result {
            case .success(let found): described.append(found)
            case .failure(let failure): failed.append(failure)
            }
        }
        return (described, failed)
    }

    private func inspection(of target: PostgresConnection) async throws -> TargetInspection {
        TargetInspection(
            target: target, run: runID, session: coordinator.configuration.target.session,
            hasFences: try await SchemaMigration.target.isCurrent(on: target)
        ) { taken in
            guard try await SchemaMigration.control.exists(on: coordinator.runs.database.connected()) else {
                return taken.failure(state: nil, isOwn: false, differences: [])
            }
            return try await coordinator.failure(taken)
        }
    }

    private func cut(
        _ tables: [DescribedTable], of selection: Selection, identity: String?, isHopeless: Bool
    ) async throws -> (tables: [SurveyedTable], failed: [FailedTable]) {
        var surveyed: [SurveyedTable] = []
        var failed: [FailedTable] = []
        // Until when tables are counted only to find more that can't be planned, because nothing will be copied.
        var patience = isHopeless ? ContinuousClock.now + Self.furtherSearch : nil
        for found in tables {
            if let patience, .now > patience { break }
            let table = selection.tables[found.number - 1]
            let source = selection.source(of: table)
            let steps = steps(table.source.name, number: found.number, of: selection.tables.count)
            let result = try await attempt(table, number: found.number, on: source, steps) {
                try await cut(found, source: source, identity: identity, steps: steps)
            }
            switch result {
            case .success(let table):
                surveyed.append(table)
                guard patience == nil else { continue }
                for warning in table.warnings {
                    coordinator.events.record(.planWarning(table: table.plan.spec.source, warning))
                }
            case .failure(let failure):
                failed.append(failure)
                if table.settings.onError == .fail { patience = patience ?? .now + Self.furtherSearch }
            }
        }
        return (surveyed, failed)
    }

    /// How long to search for further tables that can't be planned, after the first.
    private static let furtherSearch = Duration.seconds(30)

    /// Runs `body` for a table; returns the failure instead of throwing it if other tables may do better.
    private func attempt<Answer: Sendable>(
        _ table: TableConfiguration, number: Int, on source: any SourceConnection, _ steps: SurveySteps,
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Result<Answer, FailedTable> {
        try stop.check()
        try await source.save()
        do {
            return .success(try await stop.interrupting(source) { try await steps.during(body) })
        } catch {
            guard let failed = FailedTable(table, number: number, error: error) else { throw error }
            try await source.restore()
            return .failure(failed)
        }
    }

    /// Plans how a table is copied, without counting its rows.
    private func describe(
        _ table: TableConfiguration, number: Int, in tree: SourceTree, source: any SourceConnection,
        inspection: TargetInspection?, steps: SurveySteps
    ) async throws -> DescribedTable {
        steps.begin(.describe)
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
        let existing = try await inspection?.inspect(table.target, settings: settings)
        if !settings.mode.ownsAllRows, let target = inspection?.target {
            try await leftovers.check(table.target, run: runID, on: target)
        }
        if dialect.classes(of: "") != nil {
            let classes = ClassSurvey(
                relation, expressions: expressions, rules: settings.columns, filter: settings.filter,
                isMatched: existing?.isFilled(by: settings.mode) == true, dialect: dialect)
            steps.begin(.classify)
            let types: [String: SourceType]
            if let classes, readsRows {
                types = try classes.types(await source.rows(classes.query))
            } else {
                types = [:]
            }
            relation.columns = relation.columns.map { $0.typed(by: types) }
            expressions = expressions.map { $0.typed(by: types) }
        }
        var plan = try TablePlan(
            table, relation: relation, dialect: dialect, expressionColumns: expressions, existing: existing,
            runID: runID.text, number: number)
        try await inspection?.resolveTypes(of: &plan)
        if let existing { try await inspection?.checkColumns(of: plan.spec, in: existing) }
        plan.warnings += treeWarnings + (existing?.warnings ?? []) + (existing?.doubts ?? [])
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
            number: number, label: label(table), relation: relation, plan: plan, planner: planner, isPinned: isPinned,
            doubts: existing?.doubts ?? [])
    }

    /// Whether to run the statement that reads a table, without rows, before the table is counted.
    ///
    /// A plain table's columns are all readable if the table can be counted, unless privileges are granted by column.
    private func isTried(_ relation: SourceRelation, _ settings: TableSettings, _ dialect: any SQLDialect) -> Bool {
        !readsRows || relation.table?.isView != false || settings.filter != nil || dialect.grantsByColumn
    }

    private func label(_ table: TableConfiguration) -> StatementLabel {
        StatementLabel(run: runID, table: table.source.name, holdsUserSQL: table.holdsUserSQL)
    }

    /// Counts a table's rows and cuts it into chunks.
    private func cut(
        _ table: DescribedTable, source: any SourceConnection, identity: String?, steps: SurveySteps
    ) async throws -> SurveyedTable {
        var plan = table.plan
        var planner = table.planner
        try await source.label(table.label)
        steps.begin(.count)
        var action = planner.start()
        while true {
            try stop.check()
            switch action {
            case .query(let sql):
                action = try planner.received(rows: try await source.rows(sql))
            case .finished(let chunks):
                plan.warnings += try await checkKeys(plan, chunks, source)
                plan.spec.cut = chunks.cut
                let copied = Set(plan.spec.columns.map(\.source))
                plan.spec.fingerprint = try await source.fingerprint(
                    of: plan.spec, columns: table.relation.columns.map(\.name).filter(copied.contains),
                    chunks: chunks.chunks, identity: identity)
                if samplesRows { steps.begin(.sample) }
                let estimate = LoadEstimate(chunks, bytesPerRow: try await bytesPerRow(plan.spec, source))
                if table.isPinned, let days = table.relation.table?.storage?.retentionDays {
                    plan.warnings += LoadEstimate.retentionWarnings(
                        days: days, copying: .seconds(estimate.seconds(slots: plan.settings.work.threads)))
                }
                return SurveyedTable(number: table.number, plan: plan, chunks: chunks, estimate: estimate)
            }
        }
    }

    /// Refuses a table whose rows violate a key of its target; returns warnings about what only might violate it.
    private func checkKeys(
        _ plan: TablePlan, _ chunks: ChunkPlan, _ source: any SourceConnection
    ) async throws -> [String] {
        var warnings: [String] = []
        for check in plan.keyChecks where !check.isAnswered(by: chunks) {
            try stop.check()
            guard var finding = try check.finding(await source.rows(check.query)) else { continue }
            if plan.settings.keyCheck == .values {
                let examples = check.examples(try await source.rows(check.exampleQuery))
                if !examples.isEmpty { finding.text += ": \(examples)" }
            }
            guard !finding.isDoubtful else {
                warnings.append("\(finding.text), if the source compares values as PostgreSQL does")
                continue
            }
            let remedy =
                check.isOfTarget
                ? "Correct the rows at the source, or exclude them by `where`; or drop that key of \(plan.spec.target)"
                    + (plan.settings.mode.isStaged ? ", or set `definition: source`, which makes the table anew." : ".")
                : "Set `primary_key` to other columns, or to [] for no key; or correct the rows at the source, or "
                    + "exclude them by `where`."
            throw Failure(
                .source, "\(plan.spec.source): at the source, \(finding.text)",
                hint: "\(remedy) Then `snowmelt run`."
                    + (plan.settings.keyCheck == .values ? "" : " `key_check: values` shows some of the values."))
        }
        return warnings
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
