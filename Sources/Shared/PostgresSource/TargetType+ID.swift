import Model

extension TargetType {
    /// The object id of the type whose binary form the target column takes; `nil` if the id differs between servers.
    var id: UInt32? {
        switch self {
        case .boolean: 16
        case .bytea: 17
        case .bigint: 20
        case .smallint: 21
        case .integer: 23
        case .text: 25
        case .json: 114
        case .real: 700
        case .doublePrecision: 701
        case .char: 1042
        case .varchar: 1043
        case .date: 1082
        case .time: 1083
        case .timestamp: 1114
        case .timestamptz: 1184
        case .interval: 1186
        case .numeric: 1700
        case .uuid: 2950
        case .jsonb: 3802
        case .builtIn(let name): BuiltInType.id(of: name)
        case .textual: nil
        }
    }
}
