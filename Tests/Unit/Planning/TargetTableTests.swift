import Model
import Planning
import Testing

@Suite("Target table")
struct TargetTableTests {
    private func table(_ names: [String], key: [String] = [], name: String = "visits") -> TargetTable {
        TargetTable(
            name: QualifiedName(schema: "analytics", name: name),
            columns: names.map { .init(name: $0, type: .bigint) }, primaryKey: key)
    }

    @Test("a table is created without its key, which a separate statement adds")
    func statements() {
        let table = table(["id", "Ärger \"x\""], key: ["id", "Ärger \"x\""])
        #expect(
            table.createStatement()
                == "CREATE TABLE \"analytics\".\"visits\" (\n    \"id\" bigint,\n    \"Ärger \"\"x\"\"\" bigint\n)")
        let staging = QualifiedName(schema: "analytics", name: "__s")
        #expect(
            table.createStatement(as: staging, isUnlogged: true)
                .hasPrefix("CREATE UNLOGGED TABLE \"analytics\".\"__s\""))
        #expect(
            table.primaryKeyStatement(on: staging, constraint: "visits_pkey")
                == """
                ALTER TABLE "analytics"."__s" ADD CONSTRAINT "visits_pkey" PRIMARY KEY ("id", "Ärger ""x""\")
                """)
        #expect(
            self.table(["id"], key: ["id"]).primaryKeyStatement()
                == "ALTER TABLE \"analytics\".\"visits\" ADD PRIMARY KEY (\"id\")")
        #expect(self.table(["id"]).primaryKeyStatement() == nil)
    }

    @Test(
        "a column with the name of a system column is refused, in that spelling only",
        arguments: ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"])
    func systemColumns(_ name: String) throws {
        let error = #expect(throws: PlanningError.self) { try table(["id", name]).validate(source: "t") }
        #expect(error?.description.contains("t: a column can't be named \(name)") == true)
        try table(["id", name.uppercased(), "oid"]).validate(source: "t")
    }

    @Test("trap 38: names longer than 63 bytes are refused with the name")
    func longNames() throws {
        let fits = String(repeating: "a", count: 63)
        try table([fits]).validate(source: "t")
        let long = String(repeating: "ä", count: 32)
        let error = #expect(throws: PlanningError.self) { try table([long]).validate(source: "t") }
        #expect(error?.kind == .refused)
        #expect(error?.message.contains(long) == true)
        #expect(throws: PlanningError.self) { try table(["a"], name: long).validate(source: "t") }
    }

    @Test("repeated, empty, missing and too many columns are refused")
    func impossibleTables() throws {
        try table((0..<1600).map { "c\($0)" }).validate(source: "t")
        for names in [["a", "a"], [""], [], ["a\0"], (0..<1601).map { "c\($0)" }] {
            #expect(throws: PlanningError.self) { try table(names).validate(source: "t") }
        }
        #expect(throws: PlanningError.self) { try table(["a"], key: ["b"]).validate(source: "t") }
        try table(["a", "A"]).validate(source: "t")
    }

    @Test("staging names contain the run and the table's number, and always fit")
    func stagingNames() {
        let target = QualifiedName(schema: "dev", name: String(repeating: "x", count: 63))
        let name = StagingName.table(target: target, runID: "0191F3A2-7cde-7000-8000-000000000000", tableNumber: 12)
        #expect(name == QualifiedName(schema: "dev", name: "__snowmelt_0191f3a2_12"))
    }
}
