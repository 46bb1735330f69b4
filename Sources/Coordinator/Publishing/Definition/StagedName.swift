import Model
import Postgres

/// The names that parts of a table have on the staging table, until the old table is gone.
enum StagedName {
    /// Of an index and its constraint, or of statistics: after the one that it is made like.
    static func part(_ staging: QualifiedName, like oid: String) -> String { "\(staging.name)_\(oid)" }

    /// Of the table that was replaced, for the rest of the transaction.
    static func old(_ staging: QualifiedName) -> String { "\(staging.name)_old" }

    /// Of an identity's sequence on the table that was replaced.
    static func oldSequence(_ staging: QualifiedName, oid: String) -> String { "\(staging.name)_seq_\(oid)" }
}
