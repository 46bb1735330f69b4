/// The name of a table or other object, with its schema where it has one, unquoted and exactly as the server spells it.
package struct QualifiedName: Hashable, Sendable, Codable, CustomStringConvertible {
    package var schema: String?
    package var name: String

    package init(schema: String?, name: String) {
        self.schema = schema
        self.name = name
    }

    /// For people: `schema.name`, unquoted.
    package var description: String {
        guard let schema else { return name }
        return "\(schema).\(name)"
    }
}
