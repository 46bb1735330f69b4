package import Model

/// The SQL that the programs carry: one statement a file in `statements/`, named after it.
package enum SQL {
    package static let acquireSourcePermit = statement(
        "acquire_source_permit", PackageResources.acquire_source_permit_sql)
    package static let activateRun = statement("activate_run", PackageResources.activate_run_sql)
    package static let applySettings = statement("apply_settings", PackageResources.apply_settings_sql)
    package static let beLoginRole = statement("be_login_role", PackageResources.be_login_role_sql)
    package static let cancelRun = statement("cancel_run", PackageResources.cancel_run_sql)
    package static let chunkStatus = statement("chunk_status", PackageResources.chunk_status_sql)
    package static let claimChunk = statement("claim_chunk", PackageResources.claim_chunk_sql)
    package static let claimedTokens = statement("claimed_tokens", PackageResources.claimed_tokens_sql)
    package static let claimsOfWorker = statement("claims_of_worker", PackageResources.claims_of_worker_sql)
    package static let clearSourceFailures = statement(
        "clear_source_failures", PackageResources.clear_source_failures_sql)
    package static let clearTableError = statement("clear_table_error", PackageResources.clear_table_error_sql)
    package static let closeSourceBreaker = statement("close_source_breaker", PackageResources.close_source_breaker_sql)
    package static let completeReceiptedChunk = statement(
        "complete_receipted_chunk", PackageResources.complete_receipted_chunk_sql)
    package static let completeRun = statement("complete_run", PackageResources.complete_run_sql)
    package static let completeRunTablePlan = statement(
        "complete_run_table_plan", PackageResources.complete_run_table_plan_sql)
    package static let completeTable = statement("complete_table", PackageResources.complete_table_sql)
    package static let controlSchemaExists = statement(
        "control_schema_exists", PackageResources.control_schema_exists_sql)
    package static let controlSchemaVersion = statement(
        "control_schema_version", PackageResources.control_schema_version_sql)
    package static let copyChunks = statement("copy_chunks", PackageResources.copy_chunks_sql)
    package static let copyingClaims = statement("copying_claims", PackageResources.copying_claims_sql)
    package static let createControlSchema = statement(
        "create_control_schema", PackageResources.create_control_schema_sql)
    package static let createTargetSchema = statement("create_target_schema", PackageResources.create_target_schema_sql)
    package static let databaseIdentity = statement("database_identity", PackageResources.database_identity_sql)
    package static let definitionAttachments = statement(
        "definition_attachments", PackageResources.definition_attachments_sql)
    package static let definitionColumns = statement("definition_columns", PackageResources.definition_columns_sql)
    package static let definitionConstraints = statement(
        "definition_constraints", PackageResources.definition_constraints_sql)
    package static let definitionIndexes = statement("definition_indexes", PackageResources.definition_indexes_sql)
    package static let definitionLosses = statement("definition_losses", PackageResources.definition_losses_sql)
    package static let definitionObstacles = statement(
        "definition_obstacles", PackageResources.definition_obstacles_sql)
    package static let definitionPrivileges = statement(
        "definition_privileges", PackageResources.definition_privileges_sql)
    package static let definitionSequences = statement(
        "definition_sequences", PackageResources.definition_sequences_sql)
    package static let definitionStatistics = statement(
        "definition_statistics", PackageResources.definition_statistics_sql)
    package static let definitionTable = statement("definition_table", PackageResources.definition_table_sql)
    package static let deleteRun = statement("delete_run", PackageResources.delete_run_sql)
    package static let deleteRunPlan = statement("delete_run_plan", PackageResources.delete_run_plan_sql)
    package static let drawFromSequence = statement("draw_from_sequence", PackageResources.draw_from_sequence_sql)
    package static let dropClaims = statement("drop_claims", PackageResources.drop_claims_sql)
    package static let dropUnloggedReceipts = statement(
        "drop_unlogged_receipts", PackageResources.drop_unlogged_receipts_sql)
    package static let endClaim = statement("end_claim", PackageResources.end_claim_sql)
    package static let endWorker = statement("end_worker", PackageResources.end_worker_sql)
    package static let failPublishing = statement("fail_publishing", PackageResources.fail_publishing_sql)
    package static let failSource = statement("fail_source", PackageResources.fail_source_sql)
    package static let fenceOwner = statement("fence_owner", PackageResources.fence_owner_sql)
    package static let fencesOfRun = statement("fences_of_run", PackageResources.fences_of_run_sql)
    package static let findRun = statement("find_run", PackageResources.find_run_sql)
    package static let finishChunk = statement("finish_chunk", PackageResources.finish_chunk_sql)
    package static let giveBackChunk = statement("give_back_chunk", PackageResources.give_back_chunk_sql)
    package static let heartbeat = statement("heartbeat", PackageResources.heartbeat_sql)
    package static let holdFence = statement("hold_fence", PackageResources.hold_fence_sql)
    package static let holdPublication = statement("hold_publication", PackageResources.hold_publication_sql)
    package static let holdTerm = statement("hold_term", PackageResources.hold_term_sql)
    package static let insertReceipt = statement("insert_receipt", PackageResources.insert_receipt_sql)
    package static let insertRun = statement("insert_run", PackageResources.insert_run_sql)
    package static let insertRunTable = statement("insert_run_table", PackageResources.insert_run_table_sql)
    package static let insertUnloggedReceipt = statement(
        "insert_unlogged_receipt", PackageResources.insert_unlogged_receipt_sql)
    package static let insertUnloggedVoidReceipt = statement(
        "insert_unlogged_void_receipt", PackageResources.insert_unlogged_void_receipt_sql)
    package static let insertVoidReceipt = statement("insert_void_receipt", PackageResources.insert_void_receipt_sql)
    package static let insertWork = statement("insert_work", PackageResources.insert_work_sql)
    package static let leadRun = statement("lead_run", PackageResources.lead_run_sql)
    package static let leaveRun = statement("leave_run", PackageResources.leave_run_sql)
    package static let loadedTables = statement("loaded_tables", PackageResources.loaded_tables_sql)
    package static let lockFence = statement("lock_fence", PackageResources.lock_fence_sql)
    package static let lockHolders = statement("lock_holders", PackageResources.lock_holders_sql)
    package static let lockRun = statement("lock_run", PackageResources.lock_run_sql)
    package static let lockSchemaVersion = statement("lock_schema_version", PackageResources.lock_schema_version_sql)
    package static let logReceipts = statement("log_receipts", PackageResources.log_receipts_sql)
    package static let lostClaims = statement("lost_claims", PackageResources.lost_claims_sql)
    package static let prepareSourceBreaker = statement(
        "prepare_source_breaker", PackageResources.prepare_source_breaker_sql)
    package static let prepareSourcePermits = statement(
        "prepare_source_permits", PackageResources.prepare_source_permits_sql)
    package static let publishingAll = statement("publishing_all", PackageResources.publishing_all_sql)
    package static let publishingSchemas = statement("publishing_schemas", PackageResources.publishing_schemas_sql)
    package static let readDefinition = statement("read_definition", PackageResources.read_definition_sql)
    package static let readReceipt = statement("read_receipt", PackageResources.read_receipt_sql)
    package static let receiptsOfTable = statement("receipts_of_table", PackageResources.receipts_of_table_sql)
    package static let recentRuns = statement("recent_runs", PackageResources.recent_runs_sql)
    package static let recordControlVersion = statement(
        "record_control_version", PackageResources.record_control_version_sql)
    package static let recordPublication = statement("record_publication", PackageResources.record_publication_sql)
    package static let recordTargetVersion = statement(
        "record_target_version", PackageResources.record_target_version_sql)
    package static let recordTruncation = statement("record_truncation", PackageResources.record_truncation_sql)
    package static let recordUnlogged = statement("record_unlogged", PackageResources.record_unlogged_sql)
    package static let recordUnvalidated = statement("record_unvalidated", PackageResources.record_unvalidated_sql)
    package static let registerWorker = statement("register_worker", PackageResources.register_worker_sql)
    package static let relation = statement("relation", PackageResources.relation_sql)
    package static let relationColumns = statement("relation_columns", PackageResources.relation_columns_sql)
    package static let releaseChunk = statement("release_chunk", PackageResources.release_chunk_sql)
    package static let releaseFence = statement("release_fence", PackageResources.release_fence_sql)
    package static let releaseSourcePermit = statement(
        "release_source_permit", PackageResources.release_source_permit_sql)
    package static let remainingWork = statement("remaining_work", PackageResources.remaining_work_sql)
    package static let renewLead = statement("renew_lead", PackageResources.renew_lead_sql)
    package static let requeueChunks = statement("requeue_chunks", PackageResources.requeue_chunks_sql)
    package static let requeueLostClaim = statement("requeue_lost_claim", PackageResources.requeue_lost_claim_sql)
    package static let requeueUnheldClaims = statement(
        "requeue_unheld_claims", PackageResources.requeue_unheld_claims_sql)
    package static let requeueUnreceiptedChunk = statement(
        "requeue_unreceipted_chunk", PackageResources.requeue_unreceipted_chunk_sql)
    package static let retryChunk = statement("retry_chunk", PackageResources.retry_chunk_sql)
    package static let returnToLoading = statement("return_to_loading", PackageResources.return_to_loading_sql)
    package static let runCoordinator = statement("run_coordinator", PackageResources.run_coordinator_sql)
    package static let runNameExists = statement("run_name_exists", PackageResources.run_name_exists_sql)
    package static let runNeed = statement("run_need", PackageResources.run_need_sql)
    package static let runSnapshot = statement("run_snapshot", PackageResources.run_snapshot_sql)
    package static let runStatus = statement("run_status", PackageResources.run_status_sql)
    package static let schemaPrivileges = statement("schema_privileges", PackageResources.schema_privileges_sql)
    package static let sequencePosition = statement("sequence_position", PackageResources.sequence_position_sql)
    package static let serverFacts = statement("server_facts", PackageResources.server_facts_sql)
    package static let setRunPaused = statement("set_run_paused", PackageResources.set_run_paused_sql)
    package static let setSequence = statement("set_sequence", PackageResources.set_sequence_sql)
    package static let sourceBreakerState = statement("source_breaker_state", PackageResources.source_breaker_state_sql)
    package static let splitChunk = statement("split_chunk", PackageResources.split_chunk_sql)
    package static let splitsOfTable = statement("splits_of_table", PackageResources.splits_of_table_sql)
    package static let splittableChunk = statement("splittable_chunk", PackageResources.splittable_chunk_sql)
    package static let sqlName = statement("sql_name", PackageResources.sql_name_sql)
    package static let startPublishing = statement("start_publishing", PackageResources.start_publishing_sql)
    package static let tableDependents = statement("table_dependents", PackageResources.table_dependents_sql)
    package static let tableSpec = statement("table_spec", PackageResources.table_spec_sql)
    package static let tableStatus = statement("table_status", PackageResources.table_status_sql)
    package static let tablesOfRun = statement("tables_of_run", PackageResources.tables_of_run_sql)
    package static let takeBackPlan = statement("take_back_plan", PackageResources.take_back_plan_sql)
    package static let takeFence = statement("take_fence", PackageResources.take_fence_sql)
    package static let takeSourceProbe = statement("take_source_probe", PackageResources.take_source_probe_sql)
    package static let targetSchemaExists = statement("target_schema_exists", PackageResources.target_schema_exists_sql)
    package static let targetSchemaVersion = statement(
        "target_schema_version", PackageResources.target_schema_version_sql)
    package static let unfinishedRun = statement("unfinished_run", PackageResources.unfinished_run_sql)
    package static let unvalidatedKeys = statement("unvalidated_keys", PackageResources.unvalidated_keys_sql)
    package static let workOfTable = statement("work_of_table", PackageResources.work_of_table_sql)
    package static let workerStatus = statement("worker_status", PackageResources.worker_status_sql)

    private static func statement(_ name: String, _ text: [UInt8]) -> Statement {
        Statement(name: name, text: String(decoding: text, as: UTF8.self))
    }
}
