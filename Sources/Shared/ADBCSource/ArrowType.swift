import RowSource

/// The layout of a column, as named by Arrow's format strings.
enum ArrowType: Hashable {
    case null
    case boolean
    case integer(bits: Int, signed: Bool)
    case float(bits: Int)
    case decimal(bits: Int, precision: Int, scale: Int)
    /// Offsets have 32 or 64 bits.
    case text(offsetBits: Int)
    case binary(offsetBits: Int)
    case textView
    case binaryView
    case fixedBinary(width: Int)
    case days
    case dayMilliseconds
    case time(ArrowTimeUnit)
    case timestamp(ArrowTimeUnit, zoned: Bool)
    case duration(ArrowTimeUnit)
    case months
    case daysAndMilliseconds
    case monthsDaysNanoseconds
    case list(offsetBits: Int)
    case fixedList(length: Int)
    case structure
    case map
    /// A layout that Snowmelt can't read.
    case other(format: String)

    init(format: String) {
        let parts = format.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        self =
            Self.plain(format) ?? Self.parameterized(String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            ?? .other(format: format)
    }

    private static func plain(_ format: String) -> ArrowType? {
        switch format {
        case "n": .null
        case "b": .boolean
        case "c": .integer(bits: 8, signed: true)
        case "C": .integer(bits: 8, signed: false)
        case "s": .integer(bits: 16, signed: true)
        case "S": .integer(bits: 16, signed: false)
        case "i": .integer(bits: 32, signed: true)
        case "I": .integer(bits: 32, signed: false)
        case "l": .integer(bits: 64, signed: true)
        case "L": .integer(bits: 64, signed: false)
        case "e": .float(bits: 16)
        case "f": .float(bits: 32)
        case "g": .float(bits: 64)
        case "u": .text(offsetBits: 32)
        case "U": .text(offsetBits: 64)
        case "z": .binary(offsetBits: 32)
        case "Z": .binary(offsetBits: 64)
        case "vu": .textView
        case "vz": .binaryView
        case "tdD": .days
        case "tdm": .dayMilliseconds
        case "tts": .time(.seconds)
        case "ttm": .time(.milliseconds)
        case "ttu": .time(.microseconds)
        case "ttn": .time(.nanoseconds)
        case "tDs": .duration(.seconds)
        case "tDm": .duration(.milliseconds)
        case "tDu": .duration(.microseconds)
        case "tDn": .duration(.nanoseconds)
        case "tiM": .months
        case "tiD": .daysAndMilliseconds
        case "tin": .monthsDaysNanoseconds
        case "+l": .list(offsetBits: 32)
        case "+L": .list(offsetBits: 64)
        case "+s": .structure
        case "+m": .map
        default: nil
        }
    }

    /// Parses formats with parameters: `d:38,0`, `d:9,2,32`, `w:16`, `tsu:UTC`, `+w:3`.
    private static func parameterized(_ name: String, _ argument: String) -> ArrowType? {
        switch name {
        case "d":
            let numbers = argument.split(separator: ",").compactMap { Int($0) }
            guard numbers.count == 2 || numbers.count == 3 else { return nil }
            let bits = numbers.count == 3 ? numbers[2] : 128
            // No system supports larger scales.
            guard [32, 64, 128, 256].contains(bits), (-99...99).contains(numbers[1]) else { return nil }
            return .decimal(bits: bits, precision: numbers[0], scale: numbers[1])
        case "w": return Int(argument).flatMap { $0 >= 0 ? .fixedBinary(width: $0) : nil }
        case "+w": return Int(argument).flatMap { $0 >= 0 ? .fixedList(length: $0) : nil }
        case "tss": return .timestamp(.seconds, zoned: !argument.isEmpty)
        case "tsm": return .timestamp(.milliseconds, zoned: !argument.isEmpty)
        case "tsu": return .timestamp(.microseconds, zoned: !argument.isEmpty)
        case "tsn": return .timestamp(.nanoseconds, zoned: !argument.isEmpty)
        default: return nil
        }
    }

    /// The number of buffers of an array with this type; `nil` if it varies.
    var bufferCount: Int? {
        switch self {
        case .null: 0
        case .structure, .fixedList: 1
        case .text, .binary: 3
        case .textView, .binaryView, .other: nil
        default: 2
        }
    }
}
