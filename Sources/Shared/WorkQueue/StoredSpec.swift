// FoundationEssentials for JSON alone: a table's spec is stored once a table, never in the row path.
import FoundationEssentials
package import Model
package import Postgres

/// A table's spec as the control database stores it: JSON that only programs read, with a version beside it.
///
/// Stored specs of every earlier version are read. What a later version wrote is refused, since it may say what a
/// program of today would pass over: a worker that outlives an upgrade ends at the first plan of the new release.
package enum StoredSpec {
    /// - 1: of release 0.1.0, with the most attempts at a chunk (`maxAttempts`) in it.
    /// - 2: without them; they are a column.
    package static let version = 2

    /// The same spec is always the same text.
    package static func text(of spec: TableSpec) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(spec), as: UTF8.self)
    }

    package static func spec(_ text: String, version: Int) throws(PostgresError) -> TableSpec {
        do {
            guard (1...Self.version).contains(version) else { throw Unreadable() }
            return try JSONDecoder().decode(TableSpec.self, from: Data(text.utf8))
        } catch {
            throw PostgresError(
                .value,
                message: "the stored plan of a table can't be read: it was written by another version of snowmelt; "
                    + "finish this run with the version that planned it, or cancel it and plan anew",
                statement: "table_spec", operation: "JSONDecoder")
        }
    }

    private struct Unreadable: Error {}
}

extension PostgresRow {
    /// The columns `spec` and `spec_version`; `nil` while the table is planned.
    func optionalSpec() throws(PostgresError) -> TableSpec? {
        guard let text = try optionalString("spec") else { return nil }
        return try StoredSpec.spec(text, version: int("spec_version"))
    }
}
