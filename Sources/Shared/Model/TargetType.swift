/// A PostgreSQL column type that Snowmelt can write.
///
/// The encoder uses this type, never the source's.
package enum TargetType: Hashable, Sendable, Codable {
    case boolean
    case smallint
    case integer
    case bigint
    case real
    case doublePrecision
    /// `precision` is `nil` for unconstrained `numeric`.
    case numeric(precision: Int?, scale: Int)
    case text
    /// `length` is in characters; `nil` if there is no limit.
    case varchar(length: Int?)
    case char(length: Int)
    case bytea
    case date
    case time
    case timestamp
    case timestamptz
    case uuid
    case json
    case jsonb
    case interval
    /// A type whose binary form is its text: enums, citext, xml; `name` is as `format_type` prints it.
    case textual(name: String)
    /// One of `BuiltInType`, passed on in a PostgreSQL source's binary form; `name` is as `format_type` prints it.
    case builtIn(name: String)

    /// The type's spelling in DDL.
    package var sql: String {
        switch self {
        case .boolean: "boolean"
        case .smallint: "smallint"
        case .integer: "integer"
        case .bigint: "bigint"
        case .real: "real"
        case .doublePrecision: "double precision"
        case .numeric(nil, _): "numeric"
        case .numeric(let precision?, let scale): "numeric(\(precision),\(scale))"
        case .text: "text"
        case .varchar(nil): "varchar"
        case .varchar(let length?): "varchar(\(length))"
        case .char(let length): "char(\(length))"
        case .bytea: "bytea"
        case .date: "date"
        case .time: "time"
        case .timestamp: "timestamp"
        case .timestamptz: "timestamptz"
        case .uuid: "uuid"
        case .json: "json"
        case .jsonb: "jsonb"
        case .interval: "interval"
        case .textual(let name), .builtIn(let name): name
        }
    }
}
