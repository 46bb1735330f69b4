import Model
import PGCopy
import RowSource

/// The contents of a binary COPY, parsed according to PostgreSQL's manual; `nil` fields are NULL.
struct DecodedCopy {
    var rows: [[[UInt8]?]] = []

    struct Malformed: Error {
        var reason: String
    }

    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        func take(_ count: Int) throws -> [UInt8] {
            guard count >= 0, rest.count >= count else { throw Malformed(reason: "ends early") }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        func integer(_ count: Int) throws -> Int {
            let bits = try take(count).reduce(Int64(0)) { $0 << 8 | Int64($1) }
            let shift = Int64(64 - 8 * count)
            return Int((bits << shift) >> shift)
        }
        let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
        guard try take(11) == signature, try integer(4) == 0, try integer(4) == 0 else {
            throw Malformed(reason: "wrong header")
        }
        while true {
            let count = try integer(2)
            if count == -1 { break }
            var row: [[UInt8]?] = []
            for _ in 0..<count {
                let length = try integer(4)
                row.append(length == -1 ? nil : try take(length))
            }
            rows.append(row)
        }
        guard rest.isEmpty else { throw Malformed(reason: "bytes behind the trailer") }
    }
}

/// Encodes one column as a complete COPY and returns its fields.
func copyFields(_ column: CopyColumn, as target: TargetType, sendBytes: Int = 4096) throws -> [[UInt8]?] {
    let spec = ColumnSpec(source: "amount", sourceType: .other(name: "x"), target: "amount", targetType: target)
    var encoder = try CopyEncoder(columns: [spec], sendBytes: sendBytes)
    var bytes: [UInt8] = []
    try withExtendedLifetime(column) {
        try encoder.encode(ColumnBatch(rowCount: column.rowCount, columns: [column.vector])) { bytes += $0 }
    }
    try encoder.finish { bytes += $0 }
    return try DecodedCopy(bytes).rows.map { $0[0] }
}

/// The field of a column with one value.
func copyField(_ column: CopyColumn, as target: TargetType) throws -> [UInt8]? {
    try copyFields(column, as: target)[0]
}

/// The reason why the column's only value is refused; `nil` if it isn't.
func copyRefusal(_ column: CopyColumn, as target: TargetType) throws -> Refusal? {
    do {
        _ = try copyFields(column, as: target)
        return nil
    } catch let error as EncodeError {
        return error.refusal
    }
}

/// The bytes of an integer in network order.
func networkOrder<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

/// The integer that a field contains in network order.
func fromNetworkOrder<Value: FixedWidthInteger>(_: Value.Type, _ field: ArraySlice<UInt8>) -> Value {
    field.reduce(Value(0)) { $0 << 8 | Value(truncatingIfNeeded: $1) }
}
