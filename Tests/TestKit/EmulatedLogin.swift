/// A login that the Snowflake emulator recorded.
package struct EmulatedLogin: Decodable, Sendable {
    package var user: String?
    /// `SNOWFLAKE`, `SNOWFLAKE_JWT`, `OAUTH` or `PROGRAMMATIC_ACCESS_TOKEN`; `nil` if the login was refused.
    package var authenticator: String?
    package var application: String?
    package var database: String?
    package var schema: String?
    package var warehouse: String?
    package var role: String?
    /// The session's parameters; `nil` if the login was refused.
    package var parameters: [String: Parameter]?

    /// The text of a string, a number or a boolean.
    package struct Parameter: Decodable, Sendable {
        package var text: String

        package init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = Self.read({ try value.decode(Bool.self) }) {
                text = "\(flag)"
            } else if let number = Self.read({ try value.decode(Int.self) }) {
                text = "\(number)"
            } else {
                text = try value.decode(String.self)
            }
        }

        private static func read<Value>(_ decode: () throws -> Value) -> Value? {
            do { return try decode() } catch { return nil }  // it is of another kind
        }
    }
}
