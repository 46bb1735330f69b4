import Model
import RowSource
import Testing

@testable import ODBCSource

@Suite("ODBC's types")
struct ODBCTypeMappingTests {
    private func column(_ code: Int, _ size: Int, _ digits: Int, _ name: String, unsigned: Bool = false)
        -> DescribedColumn
    {
        DescribedColumn(
            name: "c", sqlType: code, size: size, digits: digits, isNullable: true, isUnsigned: unsigned, typeName: name
        )
    }

    @Test("a system without a dialect is mapped by ODBC's codes")
    func codes() {
        let dialect = ANSIDialect(name: "Snowflake")
        #expect(
            ODBCTypeMapping.type(of: column(3, 38, 0, "DECIMAL"), in: dialect, .standard)
                == .decimal(precision: 38, scale: 0))
        #expect(
            ODBCTypeMapping.type(of: column(12, 16_777_216, 0, "VARCHAR"), in: dialect, .standard) == .text(length: nil)
        )
        #expect(
            ODBCTypeMapping.type(of: column(93, 29, 9, "TIMESTAMP_NTZ"), in: dialect, .standard)
                == .timestamp(zoned: false))
        #expect(
            ODBCTypeMapping.type(of: column(93, 29, 9, "TIMESTAMP_TZ"), in: dialect, .standard)
                == .timestamp(zoned: true))
        #expect(
            ODBCTypeMapping.type(of: column(-5, 19, 0, "X", unsigned: true), in: dialect, .standard)
                == .integer(bits: 64, signed: false))
        // psqlODBC and MariaDB report these as text and blob.
        #expect(ODBCTypeMapping.type(of: column(12, 5, 0, "bool"), in: dialect, .standard) == .boolean)
        #expect(ODBCTypeMapping.type(of: column(-4, 0, 0, "UUID"), in: dialect, .standard) == .uuid)
        #expect(ODBCTypeMapping.type(of: column(12, 255, 0, "jsonb"), in: dialect, .standard) == .json)
        #expect(ODBCTypeMapping.type(of: column(-999, 0, 0, "GEO"), in: dialect, .standard) == .other(name: "GEO"))
    }

    @Test("psqlODBC's made-up limits of numeric are ignored")
    func numeric() {
        let (dialect, traits) = (PostgreSQLDialect(), PostgreSQLDialect.odbcTraits)
        #expect(
            ODBCTypeMapping.type(of: column(2, 28, 6, "numeric"), in: dialect, traits)
                == .decimal(precision: nil, scale: 0))
        #expect(
            ODBCTypeMapping.type(of: column(2, 12, 3, "numeric"), in: dialect, traits)
                == .decimal(precision: 12, scale: 3))
    }

    @Test("SQLite's values are read only as text, because its driver converts silently")
    func sqliteReading() {
        for type in [SourceType.integer(bits: 64, signed: true), .float64, .boolean, .date, .timestamp(zoned: false)] {
            #expect(ColumnReading(type, nil, SQLiteDialect.odbcTraits, valueText: .utf8) == .text)
        }
        #expect(ColumnReading(.binary, nil, SQLiteDialect.odbcTraits, valueText: .utf8) == .hexText)
        #expect(
            ColumnReading(.integer(bits: 64, signed: false), nil, MariaDBDialect.odbcTraits, valueText: .utf8) == .text)
        #expect(
            ColumnReading(.decimal(precision: 5, scale: 2), nil, SnowflakeDialect.odbcTraits, valueText: .utf16)
                == .wideText)
    }

    @Test("UTF-16 becomes UTF-8, and half a surrogate pair is refused")
    func surrogates() {
        func encoded(_ units: [UInt16]) -> String? {
            var bytes = [UInt8](repeating: 0, count: units.count * 3)
            guard let count = UTF16Text.encode(units, count: units.count, into: &bytes) else { return nil }
            return String(decoding: bytes.prefix(count), as: UTF8.self)
        }
        #expect(encoded(Array("aé€😀\0z".utf16)) == "aé€😀\0z")
        #expect(encoded([0xD83D]) == nil)
        #expect(encoded([0xDE00, 0x61]) == nil)
        #expect(encoded([0xD83D, 0x61]) == nil)
    }
}
