package import Failures
package import Model
package import PGCopy
package import Postgres
package import RowSource

/// Why an attempt at a chunk ended without a receipt of its own.
package enum TransferError: Error, Sendable, CustomStringConvertible {
    case source(SourceError)
    case target(PostgresError)
    case encode(EncodeError)
    /// The row counts of two stages differ: rows are missing, or there are too many.
    case rowsDiffer(fetched: Int, stored: Int, expected: Int?)
    /// The target table belongs to another run or a later epoch.
    case fenced(QualifiedName)
    /// The chunk was split: its void receipt names the halves that replace it.
    case split(halves: [ChunkHalf])
    /// The worker may no longer commit; others may be copying the chunk.
    case leaseLost
    /// A text or blob outgrew the buffers even after several restarts.
    case outgrown(restarts: Int)

    /// The rule for this error in the table of failures.
    package var rule: FailureRule {
        switch self {
        case .source(let error): error.rule
        case .target(let error): error.rule
        case .encode: ChunkFailure.unfit.rule
        case .rowsDiffer: ChunkFailure.rowsDiffer.rule
        case .fenced: ChunkFailure.fenced.rule
        case .split: ChunkFailure.split.rule
        case .leaseLost: ChunkFailure.leaseLost.rule
        case .outgrown: ChunkFailure.outgrown.rule
        }
    }

    /// What happens to the chunk; never `.fatal`, since an error that no attempt can avoid only fails this chunk.
    package var disposition: FailureRule.Disposition {
        rule.disposition == .fatal ? .permanent : rule.disposition
    }

    package var description: String {
        switch self {
        case .source(let error):
            "source: \(error)" + (error.advice.map { "; \($0)" } ?? "")
        case .target(let error):
            "target: \(error)" + (error.rule.chunkAdvice.map { "; \($0)" } ?? "")
        case .encode(let error):
            "\(error)"
        case .rowsDiffer(let fetched, let stored, nil):
            "\(fetched) rows were fetched, but the target stored \(stored); nothing of this attempt was kept"
        case .rowsDiffer(let fetched, _, let expected?):
            "the plan counted \(expected) rows in this chunk, but \(fetched) were fetched; nothing of this attempt was "
                + "kept"
        case .fenced(let table):
            "\(table) belongs to another run or to a later plan of this one; nothing of this attempt was kept"
        case .split:
            "the chunk was split, and its halves take its place; nothing of this attempt was kept"
        case .leaseLost:
            "the worker's lease ran out before the chunk was committed; nothing of this attempt was kept"
        case .outgrown(let restarts):
            "a value was still longer than the buffers after \(restarts) restarts; the driver reports wrong lengths"
        }
    }
}
