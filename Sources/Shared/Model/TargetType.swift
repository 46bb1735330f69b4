/// A column type of PostgreSQL that Snowmelt can write.
///
/// The encoder follows this type, never the source's.
package enum TargetType: Hashable, Sendable, Codable {
    case boolean
    case smallint
    case integer
    case bigint
    case real
    case doublePrecision
    /// `precision` nil: unconstrained `numeric`.
    case numeric(precision: Int?, scale: Int)
    case text
    /// `length` in characters; nil: no limit.
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
    /// A type whose binary form is its text: enums, citext, xml. `name` as `format_type` prints it.
    case textual(name: String)
    /// One of `BuiltInType`, `name` as `format_type` prints it: taken in the binary form that a PostgreSQL source gives.
    case builtIn(name: String)

    /// The type as DDL spells it.
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
