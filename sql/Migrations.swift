package import Model

/// The schema migrations that this program contains, oldest first.
///
/// The first migration makes schema version 1.
package enum Migrations {
    /// Schema `migration_status` in the control database.
    package static let control = [
        migration("control_001_work_queue", PackageResources.control_001_work_queue_sql),
        migration("control_002_source_breaker", PackageResources.control_002_source_breaker_sql),
        migration(
            "control_003_plan_without_row_checks", PackageResources.control_003_plan_without_row_checks_sql),
        migration("control_004_split_chunks", PackageResources.control_004_split_chunks_sql),
        migration("control_005_claim_and_finish", PackageResources.control_005_claim_and_finish_sql),
        migration("control_006_guests", PackageResources.control_006_guests_sql),
        migration("control_007_terms", PackageResources.control_007_terms_sql),
        migration("control_008_counted_rows", PackageResources.control_008_counted_rows_sql),
        migration("control_009_publication_steps", PackageResources.control_009_publication_steps_sql),
        migration("control_010_plan_columns", PackageResources.control_010_plan_columns_sql),
        migration("control_011_run_names", PackageResources.control_011_run_names_sql),
        migration("control_012_coordinator_process", PackageResources.control_012_coordinator_process_sql),
        migration("control_013_pause_time", PackageResources.control_013_pause_time_sql),
    ]

    /// Schema `migration_receipt` in the target database.
    package static let target = [
        migration("target_001_receipts", PackageResources.target_001_receipts_sql),
        migration("target_002_void_receipts", PackageResources.target_002_void_receipts_sql),
        migration("target_003_unlogged_receipts", PackageResources.target_003_unlogged_receipts_sql),
        migration("target_004_unvalidated_keys", PackageResources.target_004_unvalidated_keys_sql),
        migration("target_005_publications", PackageResources.target_005_publications_sql),
        migration("target_006_direct_loads", PackageResources.target_006_direct_loads_sql),
    ]

    private static func migration(_ name: String, _ text: [UInt8]) -> Statement {
        Statement(name: name, text: String(decoding: text, as: UTF8.self))
    }
}
