import Model
import Planning
import Postgres
import Publishing
import Statements
import WorkQueue

/// Rows that earlier runs have loaded directly into a table to which a run is about to append.
///
/// If such a run was cancelled, or if the control database has lost it, appending would double its rows. Receipts prove
/// these rows. The receipts are in the target, so they survive the loss of the control database.
struct Leftovers: Sendable {
    private struct Load {
        let run: RandomID
        let name: String
        let tableNumber: Int
        let epoch: Int
        let plan: String?
        let isPublished: Bool
        let rows: Int
        let chunks: [Int]

        init(_ row: PostgresRow) throws(PostgresError) {
            run = RandomID(text: try row.string("run_id"))
            name = try row.string("run_name")
            tableNumber = try row.int("table_no")
            epoch = try row.int("epoch")
            plan = try row.optionalString("plan")
            isPublished = try row.bool("is_published")
            rows = try row.int("rows")
            chunks = LeftRows.numbers(try row.string("chunks"))
        }
    }

    let rule: LeftoverRule
    let configIdentity: String
    /// Returns those of the given runs that the control database doesn't know.
    let unknown: @Sendable ([RandomID]) async throws -> Set<RandomID>

    /// The runs that published rows of a table and are unknown to the control database.
    func lostRuns(of table: QualifiedName, besides run: RandomID, on target: PostgresConnection) async throws
        -> Set<RandomID>
    {
        guard try await SchemaMigration.target.isCurrent(on: target) else { return [] }
        let loads = try await target.query(SQL.leftoverLoads, parameters(table, run, epoch: 0)).map(Load.init)
        return try await unknown(loads.filter(\.isPublished).map(\.run))
    }

    /// Refuses leftovers in a table, if the rule says so, before any rows are counted.
    func check(_ table: QualifiedName, run: RandomID, on target: PostgresConnection) async throws {
        guard rule == .refuse, try await SchemaMigration.target.isCurrent(on: target) else { return }
        let lost = try await lostRuns(of: table, besides: run, on: target)
        try await target.transaction { target in
            if let load = try loads(of: table, run, epoch: 0, lost, on: target).first {
                throw refusal(of: load, in: table)
            }
        }
    }

    /// Applies the rule, in the transaction that sets up the table for `run`.
    ///
    /// - Parameter lost: the result of `lostRuns`.
    func settle(
        _ table: SurveyedTable, run: RandomID, epoch: Int, lost: Set<RandomID>,
        on target: isolated PostgresConnection
    ) throws {
        let name = table.plan.spec.target
        let found = try loads(of: name, run, epoch: epoch, lost, on: target)
        guard let last = found.last else { return }
        switch rule {
        case .refuse: throw refusal(of: last, in: name)
        case .accept: break
        case .goOn:
            guard found.count == 1 else {
                throw Failure(
                    .refused, "\(name) holds rows of more than one run: \(found.map(\.name).joined(separator: ", "))",
                    hint: "Remove them, and say `--leftovers accept`.")
            }
            try checkPlan(of: last, against: table, on: target)
            try target.execute(
                SQL.takeOverReceipts,
                [
                    .text(last.run.text), .int(last.tableNumber), .int(last.epoch), .text(run.text),
                    .int(table.number), .int(epoch),
                ])
        }
        let state = rule == .goOn ? DirectLoadState.continued : .accepted
        for load in found {
            try target.execute(
                SQL.endDirectLoads,
                [.text(name.schemaOrPublic), .text(name.name), .text(state.rawValue), .text(load.run.text), true])
        }
    }

    /// A hash of the statements that read a table, to tell whether two plans use the same ones.
    static func hash(of table: SurveyedTable) -> String {
        let spec = table.plan.spec
        let parts =
            [spec.select, spec.reading ?? "", spec.from, spec.filter ?? ""]
            + spec.columns.map { "\($0.target) \($0.targetType.sql)" }
            + table.chunks.chunks.map { $0.predicate ?? "" }
        return StableHash.digits(parts.map { "\($0.utf8.count):\($0)" }.joined())
    }

    private func parameters(_ table: QualifiedName, _ run: RandomID, epoch: Int) -> [PostgresValue] {
        [.text(table.schemaOrPublic), .text(table.name), .text(run.text), .text(configIdentity), .int(epoch)]
    }

    /// The loads whose rows could be doubled; none if somebody has emptied the table.
    private func loads(
        of table: QualifiedName, _ run: RandomID, epoch: Int, _ lost: Set<RandomID>,
        on target: isolated PostgresConnection
    ) throws -> [Load] {
        let loads = try target.query(SQL.leftoverLoads, parameters(table, run, epoch: epoch)).map(Load.init)
            .filter { !$0.isPublished || lost.contains($0.run) }
        guard !loads.isEmpty else { return [] }
        let holdsRows = Statement(
            name: "holds_rows", text: "SELECT EXISTS (SELECT FROM \(table.inSchema.postgresQuoted)) AS held")
        return try target.query(holdsRows).first?.bool("held") == true ? loads : []
    }

    /// Refuses to continue if the plan, or the row count of a copied chunk, differs from the earlier run's.
    private func checkPlan(of load: Load, against table: SurveyedTable, on target: isolated PostgresConnection) throws {
        let name = table.plan.spec.target
        let hint = "Remove the rows of run \(load.name) and say `--leftovers accept`, or accept them as they are."
        guard load.plan == Self.hash(of: table) else {
            throw Failure(
                .refused, "run \(load.name) has copied into \(name) by another plan, which can't be continued",
                hint: hint)
        }
        let planned = Dictionary(
            table.chunks.chunks.map { ($0.number, $0.expectedRows) }, uniquingKeysWith: { first, _ in first })
        let receipts = try target.query(
            SQL.receiptsOfTable, [.text(load.run.text), .int(load.tableNumber), .int(load.epoch)])
        for receipt in receipts where try receipt.optionalString("halves") == nil {
            let (number, rows) = (try receipt.int("chunk_no"), try receipt.int("rows"))
            guard let expected = planned[number], expected != rows else { continue }
            throw Failure(
                .refused,
                "chunk \(number) of \(table.plan.spec.source) had \(rows) rows when run \(load.name) copied it, and has "
                    + "\(expected) now", hint: hint)
        }
    }

    private func refusal(of load: Load, in table: QualifiedName) -> Failure {
        let rows = "\(load.rows) rows of chunks \(NumberRanges.text(load.chunks))"
        let what =
            load.isPublished
            ? "run \(load.name) (\(load.run)) has appended \(rows) to \(table), and this control database doesn't know that "
                + "run: it was restored to before its plan"
            : "\(table) holds \(rows) of run \(load.name) (\(load.run)), which ended before it was published"
        return Failure(
            .refused, "\(what); appending anew would double them",
            hint:
                "`--leftovers continue` copies only what is missing, if the plan is still the same; `--leftovers accept` "
                + "copies all rows beside those that are there, or after you have removed them.")
    }
}
