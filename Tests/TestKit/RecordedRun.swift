import Model
import Postgres

/// The records of a migration's newest run in the control and the target database.
struct RecordedRun: Sendable {
    struct Table: Sendable {
        let number: Int
        let source: String
        let target: QualifiedName
        let mode: String
        let isPublished: Bool
        let maxAttempts: Int
    }

    struct Key: Hashable, Comparable, Sendable, CustomStringConvertible {
        let table: Int
        let chunk: Int

        var description: String { "chunk \(chunk) of table \(table)" }

        static func < (one: Key, other: Key) -> Bool {
            (one.table, one.chunk) < (other.table, other.chunk)
        }
    }

    struct Chunk: Sendable {
        let state: String
        let attempts: Int
        let rows: Int?
    }

    let tables: [Table]
    let chunks: [Key: Chunk]
    /// The numbers of rows in the receipts of each table's current epoch.
    let receipts: [Key: [Int]]
    /// The tables with receipts that a crash of the target would remove.
    let unlogged: Set<Int>
    /// The chunks with a void receipt, which were split.
    let voids: Set<Key>
    /// The split chunks with their halves.
    let halves: [Key: [Key]]

    init(of migration: TestMigration) async throws {
        let control = try await migration.control.connect()
        let newest = "(SELECT run_id FROM migration_status.run ORDER BY created_at DESC LIMIT 1)"
        let tableRows = try await control.query(
            Statement(
                name: "tables",
                text: """
                    SELECT run_id::text, table_no, epoch, source_schema, source_table, target_schema, target_table, mode,
                           state = 'completed' AS published, coalesce(max_attempts, 0) AS max_attempts
                      FROM migration_status.run_table WHERE run_id = \(newest) ORDER BY table_no
                    """))
        tables = try tableRows.map { row in
            let source = [try row.optionalString("source_schema"), try row.string("source_table")]
            return Table(
                number: try row.int("table_no"), source: source.compactMap(\.self).joined(separator: "."),
                target: QualifiedName(
                    schema: try row.string("target_schema"), name: try row.string("target_table")),
                mode: try row.string("mode"), isPublished: try row.bool("published"),
                maxAttempts: try row.int("max_attempts"))
        }
        let chunkRows = try await control.query(
            Statement(
                name: "chunks",
                text: """
                    SELECT table_no, chunk_no, w.state::text, w.rows,
                           greatest(attempt, (SELECT max(a.attempt) FROM migration_status.attempt a
                                               WHERE (a.run_id, a.table_no, a.epoch, a.chunk_no) =
                                                     (w.run_id, w.table_no, w.epoch, w.chunk_no))) AS attempt
                      FROM migration_status.work w JOIN migration_status.run_table t USING (run_id, table_no, epoch)
                     WHERE run_id = \(newest)
                    """))
        chunks = Dictionary(
            uniqueKeysWithValues: try chunkRows.map { row in
                let chunk = Chunk(
                    state: try row.string("state"), attempts: try row.int("attempt"), rows: try row.optionalInt("rows"))
                return (Key(table: try row.int("table_no"), chunk: try row.int("chunk_no")), chunk)
            })
        let halfRows = try await control.query(
            Statement(
                name: "halves",
                text: """
                    SELECT table_no, parent_no, chunk_no
                      FROM migration_status.chunk c JOIN migration_status.run_table t USING (run_id, table_no, epoch)
                     WHERE run_id = \(newest) AND parent_no IS NOT NULL ORDER BY chunk_no
                    """))
        var halves: [Key: [Key]] = [:]
        for row in halfRows {
            let table = try row.int("table_no")
            halves[Key(table: table, chunk: try row.int("parent_no")), default: []].append(
                Key(table: table, chunk: try row.int("chunk_no")))
        }
        self.halves = halves
        await control.close()

        // The run and its epochs are passed by value, because the target may be another database.
        let owned = try tableRows.map { row in
            "('\(try row.string("run_id"))'::uuid, \(try row.int("table_no")), \(try row.int("epoch")))"
        }
        guard !owned.isEmpty else {
            (receipts, unlogged, voids) = ([:], [], [])
            return
        }
        let target = try await migration.target.connect()
        let receiptRows = try await target.query(
            Statement(
                name: "receipts",
                text: """
                    SELECT table_no, chunk_no, rows, halves IS NOT NULL AS void, unlogged
                      FROM (SELECT *, false AS unlogged FROM migration_receipt.receipt
                             UNION ALL SELECT *, true FROM migration_receipt.unlogged_receipt) r
                     WHERE (run_id, table_no, epoch) IN (\(owned.joined(separator: ", ")))
                    """))
        await target.close()
        var receipts: [Key: [Int]] = [:]
        var unlogged: Set<Int> = []
        var voids: Set<Key> = []
        for row in receiptRows {
            let key = Key(table: try row.int("table_no"), chunk: try row.int("chunk_no"))
            if try row.bool("unlogged") { unlogged.insert(key.table) }
            if try row.bool("void") {
                voids.insert(key)
            } else {
                receipts[key, default: []].append(try row.int("rows"))
            }
        }
        self.receipts = receipts
        self.unlogged = unlogged
        self.voids = voids
    }
}
