package import Model
package import PGCopy
package import Postgres
package import RowSource

/// Why an attempt at a chunk ended without a receipt of its own.
package enum TransferError: Error, Sendable, CustomStringConvertible {
    case source(SourceError)
    case target(PostgresError)
    case encode(EncodeError)
    /// The counts along the way differ: rows are missing or too many.
    case rowsDiffer(fetched: Int, stored: Int, expected: Int?)
    /// The target table belongs to another run or a later epoch.
    case fenced(QualifiedName)
    /// The chunk was split: it has a void receipt, which names the halves that replace it, as JSON.
    case split(halves: String)
    /// The worker may not commit any more; others may be at work on the chunk.
    case leaseLost
    /// A text or blob kept outgrowing the buffers.
    case outgrown(restarts: Int)

    /// What becomes of the chunk.
    ///
    /// The one place that decides it.
    package enum Disposition: Sendable, Hashable {
        /// Worth another attempt, later.
        case transient
        /// Fails the same way every time until somebody changes something.
        case permanent
        /// Somebody else owns the work: drop it.
        case fenced
    }

    package var disposition: Disposition {
        switch self {
        case .source(let error):
            switch error.kind {
            case .connection, .cancelled, .other, .outgrown: .transient
            case .driverMissing, .authentication, .notFound, .statement, .value, .refused: .permanent
            }
        case .target(let error):
            switch error.disposition {
            case .transient: .transient
            case .permanent, .fatal: .permanent
            }
        case .rowsDiffer: .transient
        case .encode, .outgrown: .permanent
        case .fenced, .split, .leaseLost: .fenced
        }
    }

    package var description: String {
        switch self {
        case .source(let error):
            "source: \(error)" + (error.advice.map { "; \($0)" } ?? "")
        case .target(let error):
            "target: \(error)" + (Self.advice(on: error).map { "; \($0)" } ?? "")
        case .encode(let error):
            "\(error)"
        case .rowsDiffer(let fetched, let stored, nil):
            "\(fetched) rows were fetched but \(stored) arrived; nothing of this attempt was kept"
        case .rowsDiffer(let fetched, _, let expected?):
            "the snapshot has \(expected) rows here but \(fetched) were fetched; nothing of this attempt was kept"
        case .fenced(let table):
            "\(table) belongs to another run or a later attempt at planning this one; nothing of this attempt was kept"
        case .split:
            "the chunk was split, and its halves take its place; nothing of this attempt was kept"
        case .leaseLost:
            "the worker's lease ran out before the chunk was committed; nothing of this attempt was kept"
        case .outgrown(let restarts):
            "a value was still longer than the buffers after \(restarts) restarts; the driver reports wrong lengths"
        }
    }

    /// What an operator can do about an error of the target that would come again.
    private static func advice(on error: PostgresError) -> String? {
        switch error.sqlState {
        case "42P01", "42883", "42704": adviceOnName(error)
        case "53100": "free disk space on the target, then `snowmelt requeue RUN --failed` and `snowmelt run`"
        case "42501": "grant the privilege to the target's user, then `snowmelt requeue RUN --failed`"
        case "23505": "the target has a row with this key already; remove it or use mode replace"
        default: nil
        }
    }

    private static func adviceOnName(_ error: PostgresError) -> String? {
        if error.context?.contains("function ") == true {
            return "a function of the table, such as a trigger's, names something without its schema: give it a path "
                + "(ALTER FUNCTION … SET search_path = …) or set target.session: {search_path: …}, then "
                + "`snowmelt requeue RUN --failed`"
        }
        return error.sqlState == "42P01" ? "the target table is gone; `snowmelt cancel RUN` and run again" : nil
    }
}
