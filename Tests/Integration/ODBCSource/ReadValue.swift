import Model
import Planning
import RowSource

/// A value in a batch, in the driver's storage class.
enum ReadValue: Equatable, CustomStringConvertible {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    /// Text that isn't valid UTF-8, which every encoder refuses.
    case notText
    case other(String)

    var description: String {
        switch self {
        case .null: "NULL"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .double(let value): "\(value)"
        case .text(let value): value.utf8.count > 200 ? "text of \(value.utf8.count) bytes" : "'\(value)'"
        case .bytes(let value): value.count > 200 ? "\(value.count) bytes" : "\(value)"
        case .notText: "not UTF-8"
        case .other(let value): value
        }
    }

    init(_ vector: ColumnVector, _ row: Int) {
        guard case .lengths(let lengths) = vector.validity, lengths[row] >= 0 else {
            self = .null
            return
        }
        switch vector.values {
        case .bool8(let values): self = .bool(values[row] != 0)
        case .int64(let values): self = .integer(values[row])
        case .float64(let values): self = .double(values[row])
        case .date(let values): self = .other("\(values[row])")
        case .time(let values): self = .other("\(values[row])")
        case .timestamp(let values): self = .other("\(values[row])")
        case .text(let slots):
            let bytes = UnsafeRawBufferPointer(start: slots.base + row * slots.stride, count: slots.lengths[row])
            self = String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .notText
        case .binary(let slots):
            let bytes = UnsafeRawBufferPointer(start: slots.base + row * slots.stride, count: slots.lengths[row])
            self = .bytes(Array(bytes))
        case .arrow: self = .other("Arrow")
        }
    }
}
