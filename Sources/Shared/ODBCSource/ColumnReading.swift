import CUnixODBC
import Model
import RowSource

/// How a column is fetched: the method that is exact for its type and system.
enum ColumnReading: Hashable, Sendable {
    case bool8
    case int64
    case float64
    case date
    case timestamp
    /// UTF-8 from the driver.
    case text
    /// UTF-16 from the driver, converted to UTF-8 here.
    case wideText
    case binary
    /// Blobs as printed by SQLite's driver, converted to bytes here.
    case hexText
    /// SQLite values, marked if their class requires it; see `ClassedValue`.
    case classedText

    /// - Parameters:
    /// - form: the form in which the statement returns the values.
    /// - traits: how the driver differs from others.
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

    /// The C type requested from the driver.
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

    /// Bytes per value; `nil` if they vary.
    var fixedWidth: Int? {
        switch self {
        case .bool8: 1
        case .int64, .float64: 8
        case .date: 6
        case .timestamp: 16
        case .text, .wideText, .binary, .hexText, .classedText: nil
        }
    }

    /// Bytes that the driver appends to a value.
    var terminator: Int {
        switch self {
        case .text, .hexText, .classedText: 1
        case .wideText: 2
        default: 0
        }
    }

    /// The minimum size in bytes of a value to which the driver gives `length` bytes.
    func valueBytes(_ length: Int) -> Int {
        switch self {
        case .wideText, .hexText: length / 2
        default: length
        }
    }

    /// The initial slot size in bytes for values of this type; longer values enlarge the slot.
    ///
    /// - Parameter longest: an upper bound for texts and blobs, whose declared lengths are often absurd.
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

    /// Whether the driver returns values of a column unchanged if they are fetched this way.
    func takes(_ column: DescribedColumn) -> Bool {
        let isText: Bool
        switch Int32(truncatingIfNeeded: column.sqlType) {
        case SQL_CHAR, SQL_VARCHAR, SQL_LONGVARCHAR, SQL_WCHAR, SQL_WVARCHAR, SQL_WLONGVARCHAR, SQL_BINARY,
            SQL_VARBINARY, SQL_LONGVARBINARY:
            isText = true
        case SQL_REAL, SQL_FLOAT, SQL_DOUBLE: return self == .float64
        case SQL_DECIMAL, SQL_NUMERIC: return self == .float64 || (self == .int64 && column.digits == 0)
        default: isText = false
        }
        // Some drivers describe a boolean as a text.
        return self == .bool8 || !isText
    }
}
