import Model
import Planning
import RowSource
import Testing

@Suite("Table plan")
struct TablePlanTests {
    private static let columns: [SourceColumn] = [
        .plain("id"), .plain("name", .text(length: nil)), .plain("ssn", .text(length: 11)),
    ]

    private static let relation = SourceRelation(source(columns, key: ["id"]), dialect: PlainDialect())

    private static func source(_ columns: [SourceColumn], key: [String]) -> SourceTable {
        SourceTable(
            name: QualifiedName(schema: "main", name: "visits"), isView: false, columns: columns, primaryKey: key)
    }

    private static func plan(
        columns: [SourceColumn] = columns, key: [String] = ["id"], mode: LoadMode = .replace,
        rules: [String: ColumnRule] = [:], expressionColumns: [SourceColumn] = [], primaryKey: [String]? = nil,
        existing: [ExistingColumn]? = nil, isUnlogged: Bool = false
    ) throws(PlanningError) -> TablePlan {
        let table = source(columns, key: key)
        var settings = TableSettings()
        (settings.mode, settings.filter, settings.columns) = (mode, "id > 0", rules)
        (settings.primaryKey, settings.isUnlogged) = (primaryKey, isUnlogged)
        settings.batch.rows = 100
        return try TablePlan(
            TableConfiguration(source: .table(table.name), target: target, settings: settings),
            relation: SourceRelation(table, dialect: PlainDialect()), dialect: PlainDialect(),
            expressionColumns: expressionColumns, existing: existing.map { ExistingTable(columns: $0) },
            runID: "abcdef0123", number: 3)
    }

    private static let target = QualifiedName(schema: "analytics", name: "visits")

    private static func existing(_ names: [String]) -> [ExistingColumn] {
        names.map {
            ExistingColumn(
                name: $0, formatType: "text", type: .text, isNotNull: false, hasDefault: false, isGenerated: false)
        }
    }

    @Test("replace loads a staging table of mapped columns")
    func replace() throws {
        let plan = try Self.plan()
        #expect(plan.spec.select == #""id" AS "id", "name" AS "name", "ssn" AS "ssn""#)
        #expect(plan.spec.countQuery == #"SELECT COUNT(*) FROM "main"."visits" WHERE (id > 0)"#)
        #expect(plan.spec.loadTable == QualifiedName(schema: "analytics", name: "__snowmelt_abcdef01_3"))
        #expect(plan.spec.primaryKey == ["id"])
        #expect(plan.spec.columns.map(\.targetType) == [.bigint, .text, .text])
        #expect(
            plan.createStatement == """
                CREATE TABLE "analytics"."__snowmelt_abcdef01_3" (
                    "id" bigint,
                    "name" text,
                    "ssn" text
                )
                """)
        #expect(
            plan.definition == """
                CREATE TABLE "analytics"."visits" (
                    "id" bigint,
                    "name" text,
                    "ssn" text
                );
                ALTER TABLE "analytics"."visits" ADD PRIMARY KEY ("id");
                """)
        #expect(
            plan.spec.chunkQuery(predicate: "\"id\" < 5")
                == #"SELECT "id" AS "id", "name" AS "name", "ssn" AS "ssn" FROM "main"."visits" WHERE (id > 0) AND ("id" < 5)"#
        )
        #expect(plan.warnings.isEmpty)
    }

    @Test("a key column that is never NULL at the source is NOT NULL in the load table, unless it is computed")
    func neverNull() throws {
        var columns = Self.columns
        (columns[0].isNullable, columns[1].isNullable) = (false, false)
        let stored = try Self.plan(columns: columns)
        #expect(stored.createStatement?.contains("\"id\" bigint NOT NULL,\n    \"name\" text,") == true)
        let computed = try Self.plan(
            columns: columns, rules: ["id": .copy(type: nil, expression: "id + 1")],
            expressionColumns: [.plain("id")])
        #expect(computed.createStatement?.contains("NOT NULL") == false)
        #expect(try Self.plan().createStatement?.contains("NOT NULL") == false)
    }

    @Test("rules drop, retype, replace and add columns")
    func rules() throws {
        let rules: [String: ColumnRule] = [
            "ssn": .drop, "id": .copy(type: "numeric(18,0)", expression: nil),
            "name": .copy(type: nil, expression: "UPPER(name)"), "year": .copy(type: "int2", expression: "1 + 1"),
        ]
        #expect(
            TablePlan.expressionProbe(Self.relation, rules: rules, dialect: PlainDialect())
                == #"SELECT (UPPER(name)) AS "name", (1 + 1) AS "year" FROM "main"."visits""#)
        let plan = try Self.plan(rules: rules, expressionColumns: [.plain("NAME", .json), .plain("YEAR")])
        #expect(
            plan.spec.select
                == #""id" AS "id", (UPPER(name)) AS "name", (1 + 1) AS "year""#)
        #expect(plan.spec.columns.map(\.target) == ["id", "name", "year"])
        #expect(
            plan.spec.columns.map(\.targetType) == [.numeric(precision: 18, scale: 0), .json, .smallint])
        #expect(TablePlan.expressionProbe(Self.relation, rules: ["ssn": .drop], dialect: PlainDialect()) == nil)
    }

    @Test("rules that name no column or type are refused")
    func wrongRules() {
        func error(_ rules: [String: ColumnRule]) -> PlanningError? {
            #expect(throws: PlanningError.self) { try Self.plan(rules: rules) }
        }
        #expect(error(["nmae": .drop])?.message == "columns names nmae, which doesn't exist (did you mean name?)")
        #expect(error(["id": .copy(type: "number", expression: nil)])?.message.contains("known: boolean") == true)
        #expect(error(["x": .copy(type: nil, expression: "1")])?.kind == .source)
        #expect(error(["id": .drop, "name": .drop, "ssn": .drop])?.kind == .configuration)
    }

    @Test("append uses the names and types of the existing table's columns")
    func append() throws {
        let existing = Self.existing(["SSN", "name", "id"])
        let rules: [String: ColumnRule] = ["id": .copy(type: "bigint", expression: nil)]
        let plan = try Self.plan(mode: .append, rules: rules, existing: existing)
        #expect(plan.creates == nil && plan.createStatement == nil)
        #expect(plan.spec.loadTable == plan.spec.target)
        #expect(plan.spec.columns.map(\.target) == ["id", "name", "SSN"])
        #expect(plan.spec.columns.map(\.targetType) == [.text, .text, .text])
        #expect(plan.spec.primaryKey.isEmpty)
        #expect(plan.warnings.count == 1)
    }

    @Test("columns with the same name are refused, and cause no crash")
    func repeatedColumns() {
        let twice: [SourceColumn] = [.plain("id"), .plain("id")]
        #expect(throws: PlanningError.self) { try Self.plan(columns: twice) }
        #expect(throws: PlanningError.self) {
            try Self.plan(columns: twice, mode: .append, existing: Self.existing(["id"]))
        }
    }

    @Test("truncate creates the table if it doesn't exist")
    func truncateWithoutTable() throws {
        let plan = try Self.plan(mode: .truncate)
        #expect(plan.spec.loadTable == plan.spec.target)
        #expect(plan.createStatement?.hasPrefix("CREATE TABLE \"analytics\".\"visits\"") == true)
    }

    @Test("only a staging table is loaded unlogged, and the plan shows the final, logged table")
    func unlogged() throws {
        let plan = try Self.plan(isUnlogged: true)
        #expect(plan.createStatement?.hasPrefix("CREATE UNLOGGED TABLE \"analytics\".\"__snowmelt") == true)
        #expect(plan.definition?.hasPrefix("CREATE TABLE \"analytics\".\"visits\"") == true)
        for mode in [LoadMode.append, .truncate] {
            #expect(throws: PlanningError.self) { try Self.plan(mode: mode, isUnlogged: true) }
        }
    }

    @Test("upsert is refused, because merging isn't supported yet")
    func upsert() {
        #expect(throws: PlanningError.self) { try Self.plan(mode: .upsert) }
    }

    @Test("a configured key must be copied completely; the source's own key is left out with a warning")
    func keys() throws {
        #expect(try Self.plan(primaryKey: ["SSN"]).spec.primaryKey == ["ssn"])
        #expect(try Self.plan(primaryKey: []).spec.primaryKey.isEmpty)
        #expect(throws: PlanningError.self) { try Self.plan(primaryKey: ["nmae"]) }
        let plan = try Self.plan(rules: ["id": .drop])
        #expect(plan.spec.primaryKey.isEmpty)
        #expect(plan.warnings == ["the target gets no primary key, because id isn't copied"])
    }

    @Test("trap 9: a table with a thousand columns is planned, for a new and for an existing target")
    func manyColumns() throws {
        let columns = (0..<1000).map { SourceColumn.plain("Column \($0)") }
        let plan = try Self.plan(columns: columns, key: [])
        #expect(plan.spec.columns.count == 1000)
        let existing = Self.existing(columns.map { $0.name.lowercased() })
        let appended = try Self.plan(columns: columns, key: [], mode: .append, existing: existing)
        #expect(appended.spec.columns.map(\.target) == existing.map(\.name))
    }

    @Test("a query becomes a derived table")
    func query() throws {
        let query = "SELECT 1 AS one;"
        let plan = try TablePlan(
            TableConfiguration(source: .query(query), target: Self.target, settings: TableSettings()),
            relation: SourceRelation(query: query, columns: [.plain("one")]), dialect: PlainDialect(),
            runID: "abcdef0123", number: 3)
        #expect(plan.spec.select == "\"one\" AS \"one\"")
        #expect(plan.spec.from == "(SELECT 1 AS one\n) q")
        #expect(plan.spec.source.description == "query")
    }
}
