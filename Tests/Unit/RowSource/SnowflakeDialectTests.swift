import Model
import Testing

@testable import RowSource

@Suite("Snowflake's SQL")
struct SnowflakeDialectTests {
    private let dialect = SnowflakeDialect(access: .adbc)

    private func column(_ declared: String, _ name: String = "C") -> SourceColumn {
        SourceColumn(name: name, type: dialect.sourceType(declared: declared), declaredType: declared, isNullable: true)
    }

    @Test("types are parsed in the spellings of the catalogue, the drivers and people")
    func types() {
        for (declared, type) in [
            ("NUMBER(38,0)", SourceType.decimal(precision: 38, scale: 0)),
            ("NUMBER", .decimal(precision: 38, scale: 0)),
            ("DECIMAL(12,2)", .decimal(precision: 12, scale: 2)), ("FLOAT", .float64), ("DOUBLE PRECISION", .float64),
            ("VARCHAR(16777216)", .text(length: 16_777_216)), ("BOOLEAN", .boolean), ("BINARY", .binary),
            ("DATE", .date), ("TIME(9)", .time), ("TIMESTAMP_NTZ(9)", .timestamp(zoned: false)),
            ("TIMESTAMPNTZ", .timestamp(zoned: false)), ("TIMESTAMP_LTZ(3)", .timestamp(zoned: true)),
            ("TIMESTAMP_TZ(0)", .timestamp(zoned: true)), ("VARIANT", .json), ("OBJECT", .json), ("ARRAY", .json),
            ("GEOGRAPHY", .other(name: "GEOGRAPHY")),
        ] { #expect(dialect.sourceType(declared: declared) == type, "\(declared)") }
    }

    @Test("times are cast to microseconds, whatever their scale, and read in UTC")
    func casts() {
        let odbc = SnowflakeDialect(access: .odbc)
        for scale in 0...9 {
            #expect(dialect.readExpression(column("TIMESTAMP_NTZ(\(scale))")) == "\"C\"::TIMESTAMP_NTZ(6)")
            #expect(dialect.readExpression(column("TIMESTAMP_LTZ(\(scale))")) == "\"C\"::TIMESTAMP_LTZ(6)")
            #expect(
                dialect.readExpression(column("TIMESTAMP_TZ(\(scale))"))
                    == "CONVERT_TIMEZONE('UTC', \"C\")::TIMESTAMP_NTZ(6)")
            #expect(dialect.readExpression(column("TIME(\(scale))")) == "\"C\"::TIME(6)")
            #expect(odbc.readExpression(column("TIME(\(scale))")) == "TO_CHAR(\"C\"::TIME(6), 'HH24:MI:SS.FF6')")
            #expect(
                odbc.readExpression(column("TIMESTAMP_TZ(\(scale))"))
                    == "TO_CHAR(CONVERT_TIMEZONE('UTC', \"C\")::TIMESTAMP_NTZ(6), 'YYYY-MM-DD HH24:MI:SS.FF6') || ' +00:00'"
            )
        }
        #expect(dialect.readExpression(column("NUMBER(18,2)")) == "\"C\"")
        #expect(dialect.readExpression(column("NUMBER(38,37)")) == "TO_VARCHAR(\"C\")")
    }

    @Test("literals keep quotes, backslashes, nanoseconds and offsets")
    func literals() {
        #expect(dialect.literal("it's \\ this", column("VARCHAR")) == "'it''s \\\\ this'")
        #expect(dialect.literal("-12.50", column("NUMBER(10,2)")) == "-12.50")
        #expect(dialect.literal("1 OR 1=1", column("NUMBER(10,2)")) == "'1 OR 1=1'")
        let moment = "2024-02-29 00:00:00.123456789"
        #expect(dialect.literal(moment, column("TIMESTAMP_NTZ(9)")) == "'\(moment)'::TIMESTAMP_NTZ(9)")
        #expect(dialect.literal(moment, column("TIMESTAMP_LTZ(9)")) == "TO_TIMESTAMP_LTZ('\(moment) +0000')")
        #expect(dialect.literal(moment, column("TIMESTAMP_TZ(9)")) == "TO_TIMESTAMP_TZ('\(moment) +0000')")
        #expect(dialect.literal("2024-02-29", column("DATE")) == "'2024-02-29'::DATE")
    }

    @Test("a hash bucket is never negative, and leaves out columns that HASH doesn't accept")
    func hash() {
        let columns = [column("NUMBER(38,0)", "A"), column("GEOGRAPHY", "G"), column("VARIANT", "V")]
        #expect(dialect.hashBucket(columns: columns, buckets: 8, table: nil) == "MOD(ABS(HASH(\"A\", \"V\")), 8)")
        #expect(dialect.hashBucket(columns: [column("GEOGRAPHY")], buckets: 8, table: nil) == nil)
    }

    @Test("tables with time travel are read at the snapshot, views and other tables as they are now")
    func instants() {
        var dialect = dialect
        dialect.instant = "2026-11-23 07:00:00.123 +0000"
        func table(isView: Bool = false, days: Int? = 1) -> SourceTable {
            var table = SourceTable(
                name: QualifiedName(schema: "S", name: "T"), isView: isView, columns: [], primaryKey: [])
            table.storage = days.map { SourceTable.Storage(clusteringKey: [], retentionDays: $0, bytes: nil) }
            return table
        }
        #expect(
            dialect.from(table())
                == "\"S\".\"T\" AT(TIMESTAMP => '2026-11-23 07:00:00.123 +0000'::TIMESTAMP_TZ)")
        for table in [table(isView: true), table(days: 0), table(days: nil)] {
            #expect(dialect.from(table) == "\"S\".\"T\"")
        }
        dialect.instant = nil
        #expect(dialect.from(table()) == "\"S\".\"T\"")
    }

    @Test(
        "a clustering key is parsed up to the first expression that isn't a column",
        arguments: [
            ("LINEAR(DAY, REGION)", ["DAY", "REGION"]), ("(day)", ["DAY"]),
            ("LINEAR(TO_DATE(SEEN), DAY)", ["SEEN", "DAY"]),
            ("LINEAR(\"odd, name\", DAY)", ["odd, name", "DAY"]), ("LINEAR(SUBSTRING(REGION, 1, 2), DAY)", []),
            ("LINEAR(DAY, MOD(ID, 7), REGION)", ["DAY"]), ("", []), ("LINEAR(GONE)", []),
        ])
    func clustering(key: String, columns: [String]) {
        let all = ["DAY", "REGION", "SEEN", "odd, name", "ID"].map { column("DATE", $0) }
        #expect(SnowflakeDialect.clusteringColumns(key, of: all) == columns)
    }

    @Test("a label contains run, table and chunk")
    func label() throws {
        let run = RandomID()
        let table = QualifiedName(schema: "S", name: "T")
        #expect(StatementLabel(run: run, table: table, chunk: 7).text == "snowmelt run=\(run.text) table=S.T chunk=7")
        #expect(StatementLabel().text == "snowmelt")
    }
}
