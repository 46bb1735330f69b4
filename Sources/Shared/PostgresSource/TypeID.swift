import Model

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
