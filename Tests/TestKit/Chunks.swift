/// The state of a migration's chunks, from the work table.
package enum Chunks {
    /// Whether every chunk is completed with its planned number of rows.
    package static func areExact(_ migration: TestMigration) async throws -> Bool {
        let off = try await migration.number(
            """
            SELECT count(*) FROM migration_status.migration_chunk_status
             WHERE status <> 'completed' OR rows IS DISTINCT FROM expected_rows
            """, in: migration.control)
        let all = try await count(migration)
        return off == 0 && all > 0
    }

    /// The number of chunks of one source table, or of all.
    package static func count(_ migration: TestMigration, of table: String? = nil) async throws -> Int {
        let condition = table.map { " WHERE source_table = '\($0)'" } ?? ""
        return try await migration.number(
            "SELECT count(*) FROM migration_status.migration_chunk_status\(condition)", in: migration.control)
    }
}
