package import Model
import Postgres
import Statements

/// Writing a run's plan: all chunks become claimable in one transaction, or none.
extension Runs {
    /// Announces a table whose planning starts, for those who watch.
    package func announce(
        _ name: TableName, number: Int, mode: LoadMode, run: RandomID
    ) async throws {
        try await database.execute(SQL.insertRunTable, name.parameters(run: run, number: number, epoch: 0, mode: mode))
    }

    /// Takes the plan of a run back, so that it can be planned anew: nobody claims from it any more.
    ///
    /// False: another coordinator took the run over.
    package func takeBackPlan(_ run: RandomID, coordinator: CoordinatorIdentity) async throws -> Bool {
        try await !database.query(SQL.takeBackPlan, [.text(run.text), .text(coordinator.id.text)]).isEmpty
    }

    /// Writes the plan of all tables, in place of what was planned before, and lets workers claim.
    ///
    /// Throws if another coordinator took the run over.
    /// - Parameter snapshot: the point in time that the plan was counted at, and that all chunks read.
    package func write(
        _ tables: [TablePlanRow], run: RandomID, snapshot: Snapshot = .unpinned, coordinator: CoordinatorIdentity
    ) async throws {
        let connection = try await database.connected()
        try await connection.transaction { connection in
            try connection.execute(SQL.deleteRunPlan, [.text(run.text)], deadline: .seconds(600))
            for table in tables {
                let name = TableName(source: table.spec.source, target: table.spec.target)
                try connection.execute(
                    SQL.insertRunTable,
                    name.parameters(run: run, number: table.number, epoch: table.epoch, mode: table.spec.mode))
                try connection.execute(
                    SQL.completeRunTablePlan,
                    [
                        .text(run.text), .int(table.number), .int(table.epoch), .text(try encodeSpec(table.spec)),
                        .int(table.chunks.count), .int(table.expectedRows),
                    ])
            }
            try copyChunks(of: tables, run: run, to: connection)
            try connection.execute(SQL.insertWork, [.text(run.text)], deadline: .seconds(600))
            let activated = try connection.query(
                SQL.activateRun, [.text(run.text), .text(coordinator.id.text), .text(snapshot.text)])
            if activated.isEmpty {
                throw Failure(.refused, "another coordinator has taken this run over while it was planned")
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
    package var expectedRows: Int

    package init(number: Int, epoch: Int, spec: TableSpec, chunks: [PlannedChunk], expectedRows: Int) {
        self.number = number
        self.epoch = epoch
        self.spec = spec
        self.chunks = chunks
        self.expectedRows = expectedRows
    }
}

/// From where to where.
package struct TableName: Sendable {
    package var source: QualifiedName
    package var target: QualifiedName

    package init(source: QualifiedName, target: QualifiedName) {
        self.source = source
        self.target = target
    }

    func parameters(run: RandomID, number: Int, epoch: Int, mode: LoadMode) -> [PostgresValue] {
        [
            .text(run.text), .int(number), .int(epoch), .optional(source.schema), .text(source.name),
            .text(target.schema ?? "public"), .text(target.name), .text(mode.rawValue),
        ]
    }
}
