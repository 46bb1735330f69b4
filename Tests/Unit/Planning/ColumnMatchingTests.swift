import Model
import Planning
import Testing

@Suite("Column matching")
struct ColumnMatchingTests {
    private func column(
        _ name: String, type: TargetType? = .bigint, isNotNull: Bool = false, hasDefault: Bool = false,
        isGenerated: Bool = false
    ) -> ExistingColumn {
        ExistingColumn(
            name: name, formatType: type?.sql ?? "point", type: type, isNotNull: isNotNull, hasDefault: hasDefault,
            isGenerated: isGenerated)
    }

    private func match(
        _ source: [String], _ target: [ExistingColumn]
    ) throws(PlanningError) -> (pairs: [ColumnMatching.Pair], warnings: [String]) {
        try ColumnMatching.match(
            source: source, target: target, sourceTable: "main.t",
            targetTable: QualifiedName(schema: "a", name: "t"))
    }

    @Test("columns are matched by exact name, otherwise by a name that differs only in case")
    func pairs() throws {
        let pairs = try match(["ID", "b", "B"], [column("b"), column("B"), column("id"), column("extra")]).pairs
        #expect(pairs.map(\.source) == ["ID", "b", "B"])
        #expect(pairs.map(\.target.name) == ["id", "b", "B"])
    }

    @Test("ambiguous names that differ only in case aren't guessed")
    func ambiguousNames() {
        #expect(throws: PlanningError.self) { try match(["Id"], [column("ID"), column("id")]) }
        #expect(throws: PlanningError.self) { try match(["Id", "iD"], [column("id")]) }
        #expect(throws: PlanningError.self) { try match(["id", "id"], [column("id")]) }
        #expect(throws: PlanningError.self) { try match(["id", "ID"], [column("id")]) }
    }

    @Test("a source column that the target lacks is refused with advice")
    func missingColumns() {
        let error = #expect(throws: PlanningError.self) { try match(["id", "x", "y"], [column("id")]) }
        #expect(error?.kind == .refused)
        #expect(
            error?.description == """
                main.t: a.t has no column x, y; add it there, or leave it out with columns: {x: {drop: true}, y: {drop: \
                true}}
                """)
    }

    @Test("a NOT NULL target column without a source is refused")
    func unfilledColumn() throws {
        let target = [column("id"), column("x", isNotNull: true)]
        let error = #expect(throws: PlanningError.self) { try match(["id"], target) }
        #expect(error?.message.hasPrefix("x of a.t is NOT NULL") == true)
        _ = try match(["id"], [column("id", isNotNull: true), column("x", isNotNull: true, hasDefault: true)])
        _ = try match(["id"], [column("id"), column("x", isNotNull: true, isGenerated: true)])
    }

    @Test("a generated column isn't written, which is reported")
    func generatedColumn() throws {
        let matched = try match(["id", "sum"], [column("id"), column("sum", type: nil, isGenerated: true)])
        #expect(matched.pairs.map(\.source) == ["id"])
        #expect(matched.warnings == ["a.t computes sum itself; the source's values aren't copied"])
    }

    @Test("a type that can't be written is refused with its name")
    func unwritableType() {
        let error = #expect(throws: PlanningError.self) { try match(["p"], [column("p", type: nil)]) }
        #expect(error?.message.contains("p (point)") == true)
    }
}
