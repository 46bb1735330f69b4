import Model
import Postgres
import PostgresSource
import Testing

@Suite("Which columns from PostgreSQL pass unchanged, are cast or are decoded")
struct CopyPlanTests {
    private static func plan(_ pairs: (UInt32, Int, TargetType)...) -> CopyPlan {
        CopyPlan(
            pairs.map { ResultColumn(name: "x", typeID: $0.0, modifier: $0.1) },
            to: pairs.map { ColumnSpec(source: "x", sourceType: .boolean, target: "x", targetType: $0.2) })
    }

    private static func numeric(_ precision: Int, _ scale: Int) -> Int { (precision << 16 | scale & 0x7FF) + 4 }

    @Test(
        "equal types pass unchanged",
        arguments: [
            (16, -1, .boolean), (20, -1, .bigint), (21, -1, .smallint), (23, -1, .integer), (700, -1, .real),
            (701, -1, .doublePrecision), (17, -1, .bytea), (25, -1, .text), (1043, 24, .text), (1042, 9, .text),
            (19, -1, .varchar(length: nil)), (1043, 24, .varchar(length: 20)), (1043, 24, .varchar(length: 21)),
            (1042, 9, .char(length: 5)), (1700, -1, .numeric(precision: nil, scale: 0)),
            (1700, numeric(10, 2), .numeric(precision: nil, scale: 0)),
            (1700, numeric(10, 2), .numeric(precision: 10, scale: 2)),
            (1700, numeric(10, 2), .numeric(precision: 12, scale: 4)),
            (1700, numeric(5, -2), .numeric(precision: 5, scale: -2)),
            (114, -1, .json), (3802, -1, .jsonb), (2950, -1, .uuid), (1082, -1, .date), (1083, -1, .time),
            (1114, -1, .timestamp), (1184, -1, .timestamptz), (1186, -1, .interval),
            (1007, -1, .builtIn(name: "integer[]")), (1560, 8, .builtIn(name: "bit(8)")),
            (25, -1, .textual(name: "mood")),
        ] as [(UInt32, Int, TargetType)])
    func passing(id: UInt32, modifier: Int, target: TargetType) {
        let plan = Self.plan((id, modifier, target))
        #expect(plan.layouts == nil)
        #expect(plan.casts == [nil])
        #expect(plan.copyStatement("SELECT x FROM t") == "COPY (SELECT x FROM t\n) TO STDOUT (FORMAT binary)")
    }

    @Test(
        "the source casts to wider types",
        arguments: [
            (21, .integer, "integer"), (23, .bigint, "bigint"), (26, .bigint, "bigint"),
            (700, .doublePrecision, "double precision"), (20, .numeric(precision: 19, scale: 0), "numeric"),
            (23, .numeric(precision: nil, scale: 0), "numeric"), (790, .numeric(precision: nil, scale: 0), "numeric"),
            (1082, .timestamp, "timestamp"), (1114, .timestamptz, "timestamptz"), (20, .text, "text"),
            (16_400, .textual(name: "mood"), "text"), (142, .text, "text"),
        ] as [(UInt32, TargetType, String)])
    func casting(id: UInt32, target: TargetType, cast: String) {
        let plan = Self.plan((id, -1, target), (23, -1, .integer))
        #expect(plan.layouts == nil)
        #expect(plan.casts == [cast, nil])
        #expect(
            plan.copyStatement("SELECT a, b FROM t -- all").hasPrefix(
                "COPY (SELECT c1::\(cast), c2 FROM (SELECT a, b FROM t -- all\n) q(c1, c2)) TO STDOUT"))
    }

    @Test("xml is read without its declaration's encoding if the target column is xml")
    func xml() {
        for others in [[], [(23, -1, .smallint)]] as [[(UInt32, Int, TargetType)]] {
            let pairs = [(142, -1, .textual(name: "xml"))] + others
            let plan = CopyPlan(
                pairs.map { ResultColumn(name: "x", typeID: $0.0, modifier: $0.1) },
                to: pairs.map { ColumnSpec(source: "x", sourceType: .boolean, target: "x", targetType: $0.2) })
            #expect(
                plan.copyStatement("SELECT x FROM t").hasPrefix(
                    "COPY (SELECT pg_catalog.textin(pg_catalog.xml_out(c1))"))
        }
    }

    @Test(
        "values that could change or be refused are decoded",
        arguments: [
            (20, -1, .integer, .integer(width: 8)), (23, -1, .smallint, .integer(width: 4)),
            (20, -1, .numeric(precision: 18, scale: 0), .integer(width: 8)),
            (1700, numeric(10, 3), .numeric(precision: 10, scale: 2), .text),
            (1700, numeric(11, 2), .numeric(precision: 10, scale: 2), .text),
            (1700, -1, .numeric(precision: 10, scale: 2), .text), (25, -1, .varchar(length: 5), .text),
            (1043, 24, .varchar(length: 19), .text), (114, -1, .jsonb, .text), (3802, -1, .json, .text),
            (17, -1, .text, .binary), (17, -1, .textual(name: "citext"), .binary), (701, -1, .real, .double),
            (1184, -1, .timestamp, .text),
            (16, -1, .integer, .boolean), (700, -1, .numeric(precision: nil, scale: 0), .text),
        ] as [(UInt32, Int, TargetType, CopyPlan.Layout)])
    func decoding(id: UInt32, modifier: Int, target: TargetType, layout: CopyPlan.Layout) {
        let plan = Self.plan((id, modifier, target), (1082, -1, .date), (869, -1, .builtIn(name: "inet")))
        #expect(plan.layouts == [layout, .text, .binary])
        #expect(plan.casts[1] == "text")
        #expect(plan.casts[2] == nil)
    }
}
