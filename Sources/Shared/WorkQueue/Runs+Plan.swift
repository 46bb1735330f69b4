import Failures
package import Model
import Postgres
import Statements

/// Writing a run's plan: either all chunks become claimable, in one transaction, or none.
extension Runs {
    /// Makes tables whose planning starts visible in `status`; they are numbered from 1.
    package func announce(_ tables: [TableConfiguration], under term: Term) async throws {
        let calls = zip(1..., tables).map { number, table in
            insertion(
                number, epoch: 0, of: term.run, from: table.source.name, to: table.target, table.settings.mode)
        }
        try await change(under: term) { connection in try connection.executeAll(calls) }
    }

    private func insertion(
        _ number: Int, epoch: Int, of run: RandomID, from source: QualifiedName, to target: QualifiedName,
        _ mode: LoadMode
    ) -> StatementCall {
        StatementCall(
            SQL.insertRunTable,
            [
                .text(run.text), .int(number), .int(epoch), .optional(source.schema), .text(source.name),
                .text(target.schemaOrPublic), .text(target.name), .text(mode.rawValue),
            ])
    }

    /// Withdraws a run's plan so that the run can be planned anew; from then on its chunks can't be claimed.
    package func takeBackPlan(under term: Term) async throws {
        guard try await !database.query(SQL.takeBackPlan, term.parameters).isEmpty else {
            throw try await ending(of: term)
        }
    }

    /// Writes the plan of all tables, replacing any earlier one, and lets workers claim the chunks.
    ///
    /// Throws if the term has ended. If the reply to its COMMIT is lost, this checks whether the plan was written.
    ///
    /// - Parameters:
    ///   - skipped: tables that aren't copied.
    ///   - snapshot: the point in time at which rows were counted, and at which all chunks are read.
    package func write(
        _ tables: [TablePlanRow], skipping skipped: [SkippedTableRow] = [], under term: Term,
        snapshot: Snapshot = .unpinned
    ) async throws {
        let connection = try await database.connected()
        do {
            try await connection.transaction { connection in
                try write(tables, skipped, under: term, snapshot, to: connection)
            }
        } catch is EndedTerm {
            throw try await ending(of: term)
        } catch let error as PostgresError where error.mayHaveCommitted {
            guard try await hasPlan(term) else { throw error }
        }
    }

    /// The term ended before the plan was activated.
    private struct EndedTerm: Error {}

    private func write(
        _ tables: [TablePlanRow], _ skipped: [SkippedTableRow], under term: Term, _ snapshot: Snapshot,
        to connection: isolated PostgresConnection
    ) throws {
        let run = term.run
        try connection.execute(SQL.deleteRunPlan, [.text(run.text)], deadline: .seconds(600))
        let calls = try tables.flatMap { table in
            let spec = table.spec
            return [
                insertion(
                    table.number, epoch: table.epoch, of: run, from: spec.source, to: spec.target, spec.mode),
                StatementCall(
                    SQL.completeRunTablePlan,
                    [
                        .text(run.text), .int(table.number), .int(table.epoch), .text(try StoredSpec.text(of: spec)),
                        .int(StoredSpec.version), .int(table.maxAttempts), .int(table.chunks.count),
                        .int(table.expectedRows),
                    ]),
            ]
        }
        let skips = skipped.flatMap { table in
            [
                insertion(table.number, epoch: 0, of: run, from: table.source, to: table.target, table.mode),
                StatementCall(SQL.skipTable, [.text(run.text), .int(table.number), .note(table.error)]),
            ]
        }
        try connection.executeAll(calls + skips)
        try copyChunks(of: tables, run: run, to: connection)
        try connection.execute(SQL.insertWork, [.text(run.text)], deadline: .seconds(600))
        guard try !connection.query(SQL.activateRun, term.parameters + [.text(snapshot.text)]).isEmpty else {
            throw EndedTerm()
        }
    }

    /// Whether the plan was written, asked if the reply to its COMMIT was lost.
    ///
    /// Retries for a minute if the database can't be reached.
    private func hasPlan(_ term: Term) async throws -> Bool {
        let start = ContinuousClock.now
        while true {
            do {
                // If the COMMIT is still in progress, this waits for it.
                switch try await renew(term) {
                case .active, .paused: return true
                default: return false
                }
            } catch {
                guard error.disposition == .transient, ContinuousClock.now - start < .seconds(60) else { throw error }
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func copyChunks(
        of tables: [TablePlanRow], run: RandomID, to connection: isolated PostgresConnection
    ) throws {
        try connection.startCopy(SQL.copyChunks)
        var piece = CopyText()
        for table in tables {
            for chunk in table.chunks {
                piece.append(run.text)
                piece.append(String(table.number))
                piece.append(String(table.epoch))
                piece.append(String(chunk.number))
                piece.append(chunk.predicate)
                piece.append(chunk.range)
                piece.append(chunk.extent.lower)
                piece.append(chunk.extent.upper)
                piece.append(chunk.extent.bucket.map(String.init))
                piece.append(chunk.extent.buckets.map(String.init))
                piece.append(String(chunk.expectedRows))
                piece.endRow()
                if piece.bytes.count >= 256 << 10 { try flush(&piece, to: connection) }
            }
        }
        try flush(&piece, to: connection)
        _ = try connection.finishCopy()
    }

    private func flush(_ piece: inout CopyText, to connection: isolated PostgresConnection) throws {
        try piece.bytes.withUnsafeBytes { bytes in try connection.sendCopy(bytes) }
        piece.removeAll()
    }
}

/// A table of a run, ready to be stored.
package struct TablePlanRow: Sendable {
    package var number: Int
    package var epoch: Int
    package var spec: TableSpec
    package var chunks: [PlannedChunk]
    /// Maximum number of attempts per chunk; after the last one the chunk is `failed`.
    package var maxAttempts: Int

    /// The counted rows of all chunks.
    package var expectedRows: Int { chunks.reduce(0) { $0 + $1.expectedRows } }

    package init(number: Int, epoch: Int, spec: TableSpec, chunks: [PlannedChunk], maxAttempts: Int) {
        self.number = number
        self.epoch = epoch
        self.spec = spec
        self.chunks = chunks
        self.maxAttempts = maxAttempts
    }
}

/// A table of a run that can't be planned and is skipped.
package struct SkippedTableRow: Sendable {
    package var number: Int
    package var source: QualifiedName
    package var target: QualifiedName
    package var mode: LoadMode
    /// Why it can't be planned.
    package var error: String

    package init(number: Int, source: QualifiedName, target: QualifiedName, mode: LoadMode, error: String) {
        self.number = number
        self.source = source
        self.target = target
        self.mode = mode
        self.error = error
    }
}
