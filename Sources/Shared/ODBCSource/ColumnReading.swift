import CUnixODBC
import Model
import RowSource

/// How a column is fetched: the way that is exact for its type and its system.
enum ColumnReading: Hashable, Sendable {
    case bool8
    case int64
    case float64
    case date
    case timestamp
    /// UTF-8 as the driver gives it.
    case text
    /// UTF-16 from the driver, made UTF-8 here.
    case wideText
    case binary
    /// What SQLite's driver prints of blobs, made bytes here.
    case hexText
    /// Values of SQLite's that are marked where they need it; see `ClassedValue`.
    case classedText

    /// - Parameters:
    ///   - form: in which the statement gives the values.
    ///   - traits: what the driver does in its own way.
    init(_ type: SourceType, _ form: ValueForm?, _ traits: ODBCTraits, valueText: ODBCSource.ValueText) {
        let text: ColumnReading = valueText == .utf8 ? .text : .wideText
        if traits.keepsTextsAlone {
            self =
                switch form {
                case .bytes: .hexText
                case .classed: .classedText
                case nil: type == .binary ? .hexText : text
                }
            return
        }
        switch type {
        case .boolean: self = traits.readsBooleansAsTexts ? text : .bool8
        case .integer(bits: 64, signed: false): self = text
        case .integer: self = .int64
        case .float32: self = traits.readsRealsAsTexts ? text : .float64
        case .float64: self = .float64
        case .binary: self = .binary
        case .decimal, .text, .uuid, .json, .interval, .other, .time: self = text
        case .date: self = traits.readsTimesAsTexts ? text : .date
        case .timestamp(let zoned): self = zoned || traits.readsTimesAsTexts ? text : .timestamp
        }
    }

    /// The C type that the driver is asked for.
    var cType: SQLSMALLINT {
        switch self {
        case .bool8: SQLSMALLINT(SQL_C_BIT)
        case .int64: snowmelt_c_sbigint
        case .float64: SQLSMALLINT(SQL_C_DOUBLE)
        case .date: SQLSMALLINT(SQL_C_TYPE_DATE)
        case .timestamp: SQLSMALLINT(SQL_C_TYPE_TIMESTAMP)
        case .text, .hexText, .classedText: SQLSMALLINT(SQL_C_CHAR)
        case .wideText: SQLSMALLINT(SQL_C_WCHAR)
        case .binary: SQLSMALLINT(SQL_C_BINARY)
        }
    }

    /// Bytes a value, or nil where they vary.
    var fixedWidth: Int? {
        switch self {
        case .bool8: 1
        case .int64, .float64: 8
        case .date: 6
        case .timestamp: 16
        case .text, .wideText, .binary, .hexText, .classedText: nil
        }
    }

    /// Bytes that the driver writes behind a value.
    var terminator: Int {
        switch self {
        case .text, .hexText, .classedText: 1
        case .wideText: 2
        default: 0
        }
    }

    /// The fewest bytes that a value has which the driver gives in so many.
    func valueBytes(_ length: Int) -> Int {
        switch self {
        case .wideText, .hexText: length / 2
        default: length
        }
    }

    /// Bytes for a value of this type to begin with; those that turn out longer make the slot grow.
    ///
    /// - Parameter longest: for texts and blobs; what a driver declares for them is often absurd.
    func slot(for type: SourceType, longest: Int) -> Int {
        if let fixedWidth { return fixedWidth }
        let bytes: Int =
            switch type {
            case .boolean: 8
            case .integer, .time: 24
            case .float32, .float64, .date: 32
            case .timestamp, .uuid: 40
            case .interval: 64
            case .decimal(let precision, _): max(32, (precision ?? 60) + 4)
            case .text(let length?): min(max(length, 1), longest) * 4 + 1
            case .text(length: nil), .json, .binary, .other: longest
            }
        let limited = min(bytes, max(longest, 64))
        let units = self == .wideText ? limited * 2 : limited
        return (units + 7) & ~7
    }
}
