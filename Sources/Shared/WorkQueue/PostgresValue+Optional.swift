package import Model
package import Postgres

extension PostgresValue {
    /// The text, or NULL.
    package static func optional(_ text: String?) -> PostgresValue {
        text.map { .text($0) } ?? .null
    }

    /// The id, or NULL.
    package static func optional(_ id: RandomID?) -> PostgresValue {
        optional(id?.text)
    }
}
