import CUnixODBC
import Model
import RowSource

/// Maps ODBC types to source types.
enum ODBCTypeMapping {
    /// The type of a described column: from the system's own type name if the dialect knows it, otherwise from ODBC's
    /// code.
    static func type(of column: DescribedColumn, in dialect: any SQLDialect, _ traits: ODBCTraits) -> SourceType {
        if let madeUp = traits.madeUpPrecision, column.typeName == "numeric" {
            return column.size == madeUp ? .decimal(precision: nil, scale: 0) : byCode(column)
        }
        guard let dialect = dialect as? any CatalogueDialect, !column.typeName.isEmpty else { return byCode(column) }
        return switch traits.typeNaming {
        case .code: byCode(column)
        case .name: dialect.sourceType(declared: column.typeName)
        case .declaration: dialect.sourceType(declared: declaration(of: column))
        }
    }

    static func byCode(_ column: DescribedColumn) -> SourceType {
        // Types without an ODBC code, or reported with the code of a text or blob.
        switch column.typeName.lowercased() {
        case "bool", "boolean": return .boolean
        case "uuid": return .uuid
        // PostgreSQL's driver describes it as a signed number of 32 bits.
        case "oid": return .integer(bits: 64, signed: true)
        case "json", "jsonb": return .json
        default: break
        }
        let code = Int32(truncatingIfNeeded: column.sqlType)
        switch code {
        case SQL_BIT: return .boolean
        case SQL_TINYINT: return .integer(bits: 8, signed: !column.isUnsigned)
        case SQL_SMALLINT: return .integer(bits: 16, signed: !column.isUnsigned)
        case SQL_INTEGER: return .integer(bits: 32, signed: !column.isUnsigned)
        case SQL_BIGINT: return .integer(bits: 64, signed: !column.isUnsigned)
        case SQL_REAL: return .float32
        case SQL_FLOAT, SQL_DOUBLE: return .float64
        case SQL_DECIMAL, SQL_NUMERIC:
            return .decimal(precision: column.size > 0 ? column.size : nil, scale: column.digits)
        case SQL_CHAR, SQL_VARCHAR, SQL_WCHAR, SQL_WVARCHAR:
            return .text(length: (1...65535).contains(column.size) ? column.size : nil)
        case SQL_LONGVARCHAR, SQL_WLONGVARCHAR: return .text(length: nil)
        case SQL_BINARY, SQL_VARBINARY, SQL_LONGVARBINARY:
            // MariaDB's bit(n).
            return column.typeName == "bit" ? .integer(bits: 64, signed: false) : .binary
        case SQL_TYPE_DATE, SQL_DATETIME: return .date
        case SQL_TYPE_TIME, SQL_TIME: return .time
        case SQL_TYPE_TIMESTAMP, SQL_TIMESTAMP:
            let name = column.typeName.lowercased()
            let zoned = ["_tz", "_ltz", "timestamptz", "with time zone"].contains { name.hasSuffix($0) }
            return .timestamp(zoned: zoned)
        case SQL_GUID: return .uuid
        case SQL_INTERVAL_YEAR...SQL_INTERVAL_MINUTE_TO_SECOND: return .interval
        default: return .other(name: column.typeName)
        }
    }

    /// The type as the system would declare it, as far as the driver tells.
    static func declaration(of column: DescribedColumn) -> String {
        switch byCode(column) {
        case .decimal(let precision?, let scale) where !column.typeName.contains("("):
            "\(column.typeName)(\(precision),\(scale))"
        default: column.typeName
        }
    }
}
