// FoundationEssentials for JSON alone: a table's spec is stored once a table, never in the row path.
import FoundationEssentials
package import Model
package import Postgres

/// A table's spec as the control database stores it.
package func encodeSpec(_ spec: TableSpec) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(spec), as: UTF8.self)
}

/// The spec that `encodeSpec` stored; an error if another version of the program wrote it in a way unknown here.
package func decodeSpec(_ text: String, statement: Statement) throws(PostgresError) -> TableSpec {
    do {
        return try JSONDecoder().decode(TableSpec.self, from: Data(text.utf8))
    } catch {
        throw PostgresError(
            .value,
            message: "the stored plan of a table can't be read: it was written by another version of snowmelt; "
                + "finish this run with the version that planned it, or cancel it and plan anew",
            statement: statement.name, operation: "JSONDecoder")
    }
}
