import Model
import Postgres

/// Names of the staging table's parts, used until the old table is dropped.
enum StagedName {
    /// The name of an index and its constraint, or of statistics, derived from the original's oid.
    static func part(_ staging: QualifiedName, like oid: String) -> String { "\(staging.name)_\(oid)" }

    /// The name of the replaced table for the rest of the transaction.
    static func old(_ staging: QualifiedName) -> String { "\(staging.name)_old" }

    /// The name of an identity's sequence on the replaced table.
    static func oldSequence(_ staging: QualifiedName, oid: String) -> String { "\(staging.name)_seq_\(oid)" }
}
