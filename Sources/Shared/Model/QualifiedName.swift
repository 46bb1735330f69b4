/// The name of a table or other object, with its schema where it has one, unquoted and exactly as the server spells it.
package struct QualifiedName: Hashable, Sendable, Codable, CustomStringConvertible {
    package var schema: String?
    package var name: String

    package init(schema: String?, name: String) {
        self.schema = schema
        self.name = name
    }

    /// By bytes, as servers compare names: to Swift, an é in one scalar and one in two are the same text.
    package static func == (one: QualifiedName, other: QualifiedName) -> Bool {
        one.name.utf8.elementsEqual(other.name.utf8)
            && (one.schema == nil) == (other.schema == nil)
            && (one.schema ?? "").utf8.elementsEqual((other.schema ?? "").utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in name.utf8 { hasher.combine(byte) }
    }

    /// Its schema in PostgreSQL, which has every table in one.
    package var schemaOrPublic: String { schema ?? "public" }

    /// The same table in PostgreSQL, its schema written out.
    package var inSchema: QualifiedName { QualifiedName(schema: schemaOrPublic, name: name) }

    /// For people: `schema.name`, unquoted.
    package var description: String {
        guard let schema else { return name }
        return "\(schema).\(name)"
    }
}
