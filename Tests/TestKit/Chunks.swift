/// What the work table says of a migration's chunks.
package enum Chunks {
    /// Whether every chunk is completed with the rows that were planned for it.
    package static func areExact(_ migration: TestMigration) async throws -> Bool {
        let off = try await migration.number(
            """
            SELECT count(*) FROM migration_status.migration_chunk_status
             WHERE status <> 'completed' OR rows IS DISTINCT FROM expected_rows
            """, in: migration.control)
        let all = try await count(migration)
        return off == 0 && all > 0
    }

    /// Chunks of one source table, or of all.
    package static func count(_ migration: TestMigration, of table: String? = nil) async throws -> Int {
        let condition = table.map { " WHERE source_table = '\($0)'" } ?? ""
        return try await migration.number(
            "SELECT count(*) FROM migration_status.migration_chunk_status\(condition)", in: migration.control)
    }
}
