/// The name of a table or other object, with its schema if it has one, unquoted and exactly as the server spells it.
package struct QualifiedName: Hashable, Sendable, Codable, CustomStringConvertible {
    package var schema: String?
    package var name: String

    package init(schema: String?, name: String) {
        self.schema = schema
        self.name = name
    }

    /// Compares names by bytes, as servers do; Swift treats é as one scalar and é as two scalars as the same text.
    package static func == (one: QualifiedName, other: QualifiedName) -> Bool {
        one.name.utf8.elementsEqual(other.name.utf8)
            && (one.schema == nil) == (other.schema == nil)
            && (one.schema ?? "").utf8.elementsEqual((other.schema ?? "").utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in name.utf8 { hasher.combine(byte) }
    }

    /// The schema in PostgreSQL, where every table has one.
    package var schemaOrPublic: String { schema ?? "public" }

    /// The same name in PostgreSQL, with an explicit schema.
    package var inSchema: QualifiedName { QualifiedName(schema: schemaOrPublic, name: name) }

    /// The name for people: `schema.name`, unquoted.
    package var description: String {
        guard let schema else { return name }
        return "\(schema).\(name)"
    }
}
