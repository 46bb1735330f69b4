package import Logging

/// A label of an event: its name in logs and the unit of its values.
package enum EventLabel: String, CaseIterable, Sendable {
    // Where it happens.
    case run, table, chunk, attempt, slot, worker, pid, invocation
    // Counts.
    case rows, tables, chunks, slots, workers, failures, planned, copied, remaining, failed, done
    case failedChunks = "failed_chunks"
    case rowsAdded = "rows_added"
    case rowsExpected = "rows_expected"
    case tablesTotal = "tables_total"
    case chunksTotal = "chunks_total"
    // Measures.
    case bytes
    case rowsPerSecond = "rows_per_second"
    case bytesPerSecond = "bytes_per_second"
    case etaSeconds = "eta_seconds"
    case restSeconds = "rest_seconds"
    case stepSeconds = "step_seconds"
    case elapsedSeconds = "elapsed_seconds"
    case waitedSeconds = "waited_seconds"
    case limitSeconds = "limit_seconds"
    // Words.
    case state, step, error, reason, constraint, sequence, column, grant, code, signal
    case purpose = "for"
    case pausedSince = "paused_since"
    case noWorkerSince = "no_worker_since"
    case heldBy = "held_by"
    case wayOut = "way_out"

    package enum Unit: String, Sendable {
        case text
        case number
        case count
        case bytes
        case seconds
        case rowsPerSecond = "rows/s"
        case bytesPerSecond = "bytes/s"
    }

    package var unit: Unit {
        switch self {
        case .chunk, .attempt, .slot, .pid, .code, .signal: .number
        case .rows, .tables, .chunks, .slots, .workers, .failures, .planned, .copied, .remaining, .failed,
            .failedChunks, .rowsAdded, .rowsExpected, .tablesTotal, .chunksTotal:
            .count
        case .bytes: .bytes
        case .rowsPerSecond: .rowsPerSecond
        case .bytesPerSecond: .bytesPerSecond
        case .etaSeconds, .restSeconds, .stepSeconds, .elapsedSeconds, .waitedSeconds, .limitSeconds: .seconds
        case .run, .table, .worker, .invocation, .done, .state, .step, .error, .reason, .constraint, .sequence, .column,
            .grant, .pausedSince, .noWorkerSince, .purpose, .heldBy, .wayOut:
            .text
        }
    }

    /// A value of this label for the log: a number unless the label is a text.
    package func metadata(_ value: String) -> Logger.MetadataValue {
        guard unit != .text, let number = Int(value) else { return .string(value) }
        return .stringConvertible(number)
    }
}
