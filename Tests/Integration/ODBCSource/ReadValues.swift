import Model
import Planning
import RowSource

extension SourceConnection {
    /// Reads a table like a transfer, with each column's matching target type or `target`, and runs the statement again
    /// if a value outgrew the buffers.
    func readTable(
        _ name: String, as target: TargetType? = nil, batchRows: Int = 1000, batchBytes: Int = 2 << 20
    ) async throws -> (rows: [[ReadValue]], batches: Int, restarts: Int) {
        let table = try await table(QualifiedName(schema: nil, name: name))
        let columns = table.columns.map { ($0, dialect.reading($0, for: target ?? TypeMapping.target(for: $0.type))) }
        let list = columns.map(\.1.expression).joined(separator: ", ")
        let specs = columns.map { column, reading in
            ColumnSpec(
                source: column.name, sourceType: column.type, target: column.name, targetType: .text, form: reading.form
            )
        }
        return try await readAll(
            "SELECT \(list) FROM \(dialect.quoted(table.name))", specs: specs, batchRows: batchRows,
            batchBytes: batchBytes)
    }

    func readAll(
        _ sql: String, columns: [SourceColumn] = [], batchRows: Int = 1000, batchBytes: Int = 2 << 20
    ) async throws -> (rows: [[ReadValue]], batches: Int, restarts: Int) {
        try await readAll(
            sql,
            specs: columns.map {
                ColumnSpec(source: $0.name, sourceType: $0.type, target: $0.name, targetType: .text)
            }, batchRows: batchRows, batchBytes: batchBytes)
    }

    private func readAll(
        _ sql: String, specs: [ColumnSpec], batchRows: Int, batchBytes: Int
    ) async throws -> (rows: [[ReadValue]], batches: Int, restarts: Int) {
        let options = CursorOptions(columns: specs, batch: BatchLimits(rows: batchRows, bytes: batchBytes))
        do {
            let (rows, batches) = try await readOnce(sql, options)
            return (rows, batches, 0)
        } catch {
            guard error.kind == .outgrown else { throw error }
            let (rows, batches) = try await readOnce(sql, options)
            return (rows, batches, 1)
        }
    }

    private func readOnce(
        _ sql: String, _ options: CursorOptions
    ) async throws(SourceError) -> (rows: [[ReadValue]], batches: Int) {
        let cursor = try await open(sql, options: options)
        var rows: [[ReadValue]] = []
        var batches = 0
        while let batch = try await cursor.next() {
            batches += 1
            for row in 0..<batch.rowCount {
                rows.append(batch.columns.map { ReadValue($0, row) })
            }
        }
        await cursor.close()
        return (rows, batches)
    }
}
