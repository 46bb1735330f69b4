// FoundationEssentials: JSON of the list in the fence.
import FoundationEssentials
import Model

/// A foreign key of another table that was recreated to refer to the new rows, and isn't validated yet.
struct UnvalidatedKey: Hashable, Sendable, Codable {
    /// The table's name, quoted for SQL.
    var relation: String
    var name: String

    var statement: Statement {
        Statement(
            name: "validate_constraint",
            text: "ALTER TABLE \(relation) VALIDATE CONSTRAINT \(PostgresIdentifier.quoted(name))")
    }

    static func json(_ keys: [UnvalidatedKey]) throws -> String {
        String(decoding: try JSONEncoder().encode(keys), as: UTF8.self)
    }
}
