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

/// Ids of types that can't be targets, or that are queried by id.
enum TypeID {
    static let boolean: UInt32 = 16
    static let bytea: UInt32 = 17
    static let name: UInt32 = 19
    static let bigint: UInt32 = 20
    static let smallint: UInt32 = 21
    static let integer: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let xml: UInt32 = 142
    static let real: UInt32 = 700
    static let double: UInt32 = 701
    static let money: UInt32 = 790
    static let char: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let date: UInt32 = 1082
    static let timestamp: UInt32 = 1114
    static let numeric: UInt32 = 1700

    /// Types whose binary form is their text.
    static let texts: Set<UInt32> = [text, varchar, char, name]
    /// Types with lower ids have the same id on all servers.
    static let firstUnstable: UInt32 = 10_000
}
