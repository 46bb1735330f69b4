// FoundationEssentials only for JSON: a spec is stored once per table, outside the row path.
import FoundationEssentials
package import Model
package import Postgres

/// A table's spec as stored in the control database: JSON for programs only, with a version in another column.
///
/// Specs of all earlier versions can be read. A spec of a later version is refused, since it may contain fields that
/// this program would ignore. So a worker that outlives an upgrade ends at the first plan of the new release.
package enum StoredSpec {
    /// - 1: written by release 0.1.0, including the maximum number of attempts (`maxAttempts`).
    /// - 2: without `maxAttempts`, which became a column.
    package static let version = 2

    /// Encodes a spec; equal specs give equal texts.
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
    /// The spec from the columns `spec` and `spec_version`; `nil` while the table is being planned.
    func optionalSpec() throws(PostgresError) -> TableSpec? {
        guard let text = try optionalString("spec") else { return nil }
        return try StoredSpec.spec(text, version: int("spec_version"))
    }
}
