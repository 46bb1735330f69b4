/// A label of an event: its name in logs and the unit of its values.
package enum EventLabel: String, CaseIterable, Sendable {
    // Where it happens.
    case run, table, chunk, attempt, slot, worker, pid, invocation
    // Counts.
    case rows, tables, chunks, slots, workers, failures, planned, copied, remaining, failed, done
    case failedChunks = "failed_chunks"
    // Measures.
    case bytes
    case rowsPerSecond = "rows_per_second"
    case bytesPerSecond = "bytes_per_second"
    case etaSeconds = "eta_seconds"
    case restSeconds = "rest_seconds"
    case waitedSeconds = "waited_seconds"
    case limitSeconds = "limit_seconds"
    // Words.
    case state, step, error, reason, constraint, sequence, column, grant, code, signal
    case purpose = "for"
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
            .failedChunks:
            .count
        case .bytes: .bytes
        case .rowsPerSecond: .rowsPerSecond
        case .bytesPerSecond: .bytesPerSecond
        case .etaSeconds, .restSeconds, .waitedSeconds, .limitSeconds: .seconds
        case .run, .table, .worker, .invocation, .done, .state, .step, .error, .reason, .constraint, .sequence, .column,
            .grant,
            .purpose, .heldBy, .wayOut:
            .text
        }
    }
}
