import Failures
import Model
import Planning
import Postgres
import RowSource
import Settings
import WorkQueue

/// The flags of the `run` that `check` stands for.
package struct CheckedRun: Sendable {
    package var name: String?
    package var workers: Int
    package var leftovers: LeftoverRule

    package init(name: String? = nil, workers: Int = 1, leftovers: LeftoverRule = .refuse) {
        self.name = name
        self.workers = workers
        self.leftovers = leftovers
    }
}

extension Coordinator {
    /// Checks everything that a run needs to begin; changes nothing, and reads no rows of the source.
    package func check(_ run: CheckedRun = CheckedRun()) async -> [CheckLine] {
        var lines = [CheckLine(subject: "config", result: .ok, detail: configuration.file)]
        let (unfinished, runLines) = await checkRun(run)
        let (sourceLines, tables) = await checkSource(run, unfinished: unfinished)
        lines += runLines + sourceLines
        // So that it isn't counted among the connections in use.
        await runs.database.close()
        lines += await checkPostgres(
            "target", plainTarget, schema: ("migration_receipt", .target), tables: tables, workers: run.workers)
        if !tables.isEmpty, !lines.contains(where: { $0.result == .failed }) {
            lines.append(
                CheckLine(
                    subject: "target tables", result: .ok,
                    detail: "this user may create or load all \(tables.count)"))
        }
        lines += await checkPostgres(
            "control", controlOptions, schema: ("migration_status", .control), tables: [], workers: run.workers)
        return lines
    }

    /// Checks the run's name; also returns the config's unfinished run.
    private func checkRun(_ run: CheckedRun) async -> (StoredRun?, [CheckLine]) {
        do {
            guard try await SchemaMigration.control.isCurrent(on: runs.database.connected()) else { return (nil, []) }
            if let unfinished = try await runs.unfinished(config: configuration.identity) {
                let line = CheckLine(
                    subject: "run", result: .ok,
                    detail: "`snowmelt run` resumes \(unfinished.name), which isn't finished")
                return (unfinished, [line])
            }
            if let name = run.name { _ = try await chosenName(name) }
            return (nil, [])
        } catch let failure as Failure where failure.status == .usage {
            return (nil, [.failed("run", failure)])
        } catch {
            return (nil, [])  // the check of the control database says why
        }
    }

    /// Checks the source and the tables; also returns those that can be copied, or none if the source can't be read.
    private func checkSource(
        _ run: CheckedRun, unfinished: StoredRun?
    ) async -> ([CheckLine], [TableConfiguration]) {
        var lines: [CheckLine] = []
        do {
            let connection = try await source.connect()
            lines.append(CheckLine(subject: "source", result: .ok, detail: connection.serverDescription))
            lines += await checkLargeResult(of: connection)
            await connection.close()
            let found = try await inspect(for: unfinished?.id ?? RandomID(), run.leftovers)
            lines.append(
                CheckLine(
                    subject: "tables", result: .ok,
                    detail: "\(found.tables.count) to move, \(found.visible) visible at the source"))
            let failed = Set(found.failed.map(\.number))
            let tables = zip(1..., found.tables).filter { !failed.contains($0.0) }.map(\.1)
            return (lines + checkTables(found), tables)
        } catch {
            return (lines + [.failed(lines.isEmpty ? "source" : "tables", error)], [])
        }
    }

    /// Reads a large result, if the source delivers it by another way than the small ones of the catalogue.
    private func checkLargeResult(of connection: any SourceConnection) async -> [CheckLine] {
        guard let query = connection.dialect.largeResultQuery else { return [] }
        do {
            let rows = try await connection.rows(query)
            return [
                CheckLine(subject: "source results", result: .ok, detail: "a result of \(rows.count) rows was read")
            ]
        } catch {
            return [.failed("source results", error)]
        }
    }

    private func inspect(for run: RandomID, _ rule: LeftoverRule) async throws -> Inspected {
        let target = await reachableTarget()
        do {
            let found = try await holding { hold in
                let survey = Survey(
                    coordinator: self, runID: run, hold: hold, stop: StopSignal(), readsRows: false,
                    leftovers: leftovers(rule))
                return try await survey.inspect(target)
            }
            await target?.close()
            return found
        } catch {
            await target?.close()
            throw error
        }
    }

    /// The target without `target.session`, each setting of which is tried by itself.
    private var plainTarget: PostgresOptions {
        var options = targetOptions
        options.settings = [:]
        return options
    }

    /// A connection to the target; `nil` if it can't be reached, which the target's own check reports.
    private func reachableTarget() async -> PostgresConnection? {
        do {
            return try await PostgresConnection.connect(plainTarget)
        } catch {
            return nil
        }
    }

    /// A line per problem and warning of the tables.
    private func checkTables(_ found: Inspected) -> [CheckLine] {
        let isAnyLeft = found.failed.count < found.tables.count
        let failed = found.failed.byReason.map { names, table in
            let isSkipped = table.isSkipped && isAnyLeft
            let detail = "\(names): \(table.reason)"
            return CheckLine(
                subject: "tables", result: isSkipped ? .warning : .failed,
                detail: isSkipped ? "\(detail) (on_table_error: skip)" : detail, hint: table.hint,
                exit: isSkipped ? .done : table.status)
        }
        let doubts = found.doubts.map { doubt in
            CheckLine(subject: "target tables", result: .failed, detail: doubt, exit: .target)
        }
        let warnings = found.described.flatMap { plan in
            plan.warnings.filter { !found.doubts.contains($0) }.map { warning in
                CheckLine(subject: "tables", result: .warning, detail: "\(plan.spec.source): \(warning)")
            }
        }
        return failed + doubts + warnings
    }
}
