/// A setting that a flag, or else an environment variable, sets for the whole run: `--batch-rows`,
/// `SNOWMELT_BATCH_ROWS`.
package enum OverridableSetting: String, Sendable, CaseIterable {
    case threads
    case batchRows = "batch_rows"
    case chunkRows = "chunk_rows"
    case chunkBytes = "chunk_bytes"
    case maxRetryAttempts = "max_retry_attempts"
    case lambdaTimeoutBufferSeconds = "lambda_timeout_buffer_seconds"
    case stallTimeoutSeconds = "stall_timeout_seconds"
    case maxValueBytes = "max_value_bytes"
    case mode
    case allowTruncate = "allow_truncate"
    case maxConnections = "max_connections"

    package var flag: String { "--" + String(rawValue.map { $0 == "_" ? "-" : $0 }) }
    package var environmentVariable: String { "SNOWMELT_" + rawValue.uppercased() }
}
