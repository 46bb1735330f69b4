import Model
import Testing

@testable import Settings

@Suite("Expanding the tables of a configuration")
struct TableExpansionTests {
    private static let shop = ["main.visits", "main.visits_archive", "main.users", "other.users"]

    private func expand(_ items: String, _ available: [String] = shop) throws -> [TableConfiguration] {
        try ConfigurationFixture().read(ConfigurationFixture.tables(items))
            .tables(matching: available.compactMap(NameText.qualifiedName))
    }

    private func arrows(_ items: String, _ available: [String] = shop) throws -> [String] {
        try expand(items, available).map { table in
            switch table.source {
            case .table(let name): "\(name) -> \(table.target)"
            case .query(let query): "\(query) -> \(table.target)"
            }
        }
    }

    private func problems(_ items: String, _ available: [String] = shop) -> [String] {
        do {
            return ["nothing wrong: \(try arrows(items, available))"]
        } catch let error as ConfigurationError {
            return error.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test("a pattern yields the matching names, sorted")
    func pattern() throws {
        #expect(
            try arrows("  - {source: main.*, target: analytics.*}") == [
                "main.users -> analytics.users", "main.visits -> analytics.visits",
                "main.visits_archive -> analytics.visits_archive",
            ])
        #expect(try arrows("  - {source: 'main.visit?', target: a.*}") == ["main.visits -> a.visits"])
        #expect(try arrows("  - {source: '*archive', target: a.*}") == ["main.visits_archive -> a.visits_archive"])
    }

    @Test("an exact entry's settings take precedence over a pattern's in any order, and others are inherited")
    func exactWins() throws {
        let pattern = "  - {source: main.*, target: analytics.*, chunk_rows: 10, batch_rows: 20}"
        let exact = "  - {source: main.visits, chunk_rows: 11, columns: {a: {drop: true}}}"
        for items in ["\(pattern)\n\(exact)", "\(exact)\n\(pattern)"] {
            let tables = try expand(items)
            #expect(tables.count == 3)
            let visits = try #require(tables.first { $0.target.name == "visits" })
            #expect(visits.target.schema == "analytics")
            #expect(visits.settings.chunking.rows == 11)
            #expect(visits.settings.batch.rows == 20)
            #expect(visits.settings.columns == ["a": .drop])
            #expect(tables.first { $0.target.name == "users" }?.settings.chunking.rows == 10)
        }
    }

    @Test("a table that two patterns match belongs to the first")
    func firstPattern() throws {
        let items = "  - {source: main.visits*, target: a.*}\n  - {source: main.*, target: b.*}"
        #expect(
            try arrows(items) == [
                "main.visits -> a.visits", "main.visits_archive -> a.visits_archive", "main.users -> b.users",
            ])
    }

    @Test("a pattern whose tables all belong to an earlier one is refused")
    func shadowedPattern() {
        let problems = problems("  - {source: main.*, target: a.*}\n  - {source: main.v*, target: b.*}")
        let expected =
            "snowmelt.yaml:6:5: tables[1].source: all tables that main.v* matches belong to an earlier pattern"
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(expected) == true, "\(problems)")
    }

    @Test("one source table may have two targets, with two exact entries")
    func twice() throws {
        let items = "  - {source: main.users, target: a.users}\n  - {source: main.users, target: b.users}"
        #expect(try arrows(items) == ["main.users -> a.users", "main.users -> b.users"])
    }

    @Test("queries need no catalogue")
    func query() throws {
        #expect(try arrows("  - {query: SELECT 1, target: a.ones}", []) == ["SELECT 1 -> a.ones"])
    }

    @Test("without an exact match, a name is found ignoring case, and keeps the source's spelling")
    func letterCase() throws {
        let names = ["MAIN.VISITS", "MAIN.USERS"]
        #expect(try arrows("  - {source: main.visits, target: a.visits}", names) == ["MAIN.VISITS -> a.visits"])
        #expect(try arrows("  - {source: main.u*, target: a.*}", names) == ["MAIN.USERS -> a.USERS"])
        let both = ["main.Visits", "main.visits"]
        #expect(try arrows("  - {source: main.Visits, target: a.b}", both) == ["main.Visits -> a.b"])
        let problems = problems("  - {source: main.VISITS, target: a.b}", both)
        #expect(problems.first?.contains("may be any of main.Visits, main.visits") == true, "\(problems)")
    }

    @Test("a name without a schema means the only table of that name")
    func bareName() throws {
        #expect(try arrows("  - {source: visits, target: a.visits}") == ["main.visits -> a.visits"])
        let problems = problems("  - {source: users, target: a.users}")
        #expect(problems.first?.contains("users may be any of main.users, other.users") == true, "\(problems)")
    }

    @Test("all entries without a match are reported, with the nearest names")
    func unmatched() {
        let problems = problems(
            "  - {source: main.vists, target: a.visits}\n  - {source: 'nothing.*', target: a.*}")
        #expect(
            problems == [
                "snowmelt.yaml:5:5: tables[0].source: no table or view of the source matches main.vists; "
                    + "did you mean main.visits?",
                "snowmelt.yaml:6:5: tables[1].source: no table or view of the source matches nothing.*; "
                    + "`snowmelt discover` lists what this user sees",
            ])
    }

    @Test("two sources with the same target are refused")
    func sameTarget() {
        let problems = problems("  - {source: '*.users', target: a.*}")
        #expect(
            problems == [
                "snowmelt.yaml: tables: main.users, other.users would all land in a.users; "
                    + "give each a target of its own"
            ])
    }

    @Test("names longer than 63 bytes are cut like PostgreSQL cuts them, and refused if they collide")
    func longNames() throws {
        let stem = String(repeating: "n", count: 62)
        #expect(try expand("  - {source: main.*, target: a.*}", ["main.\(stem)1234"])[0].target.name == stem + "1")
        // 62 bytes and a letter of two bytes, which doesn't fit.
        #expect(try expand("  - {source: main.*, target: a.*}", ["main.\(stem)é"])[0].target.name == stem)
        let problems = problems("  - {source: main.*, target: a.*}", ["main.\(stem)xa", "main.\(stem)xb"])
        #expect(problems.count == 1)
        #expect(
            problems.first?.contains("a.\(stem)xa, a.\(stem)xb are one name to PostgreSQL") == true, "\(problems)")
    }

    /// `main.p` has the partitions `main.p_1` and `main.p_2`, which has `main.p_2_x`.
    private func withPartitions(_ items: String) throws -> [String] {
        func name(_ text: String) -> QualifiedName { QualifiedName(schema: "main", name: text) }
        let trees = TableTrees(
            [("p_1", "p"), ("p_2", "p"), ("p_2_x", "p_2")].map {
                TableDescent(child: name($0.0), parent: name($0.1), isPartition: true)
            })
        return try ConfigurationFixture().read(ConfigurationFixture.tables(items))
            .tables(matching: ["p", "q"].map(name), in: trees).map(\.target.name).sorted()
    }

    @Test("partitions are copied with their parents, or by name, or by a pattern that matches no parent of theirs")
    func partitions() throws {
        #expect(try withPartitions("  - {source: main.*, target: a.*}") == ["p", "q"])
        #expect(try withPartitions("  - {source: main.P_2_x, target: a.*}") == ["p_2_x"])
        #expect(
            try withPartitions("  - {source: main.*, target: a.*}\n  - {source: main.p_1, target: a.one}")
                == ["one", "p", "q"])
        #expect(try withPartitions("  - {source: main.p_*, target: a.*}") == ["p_1", "p_2"])
        #expect(throws: ConfigurationError.self) {
            try withPartitions("  - {source: main.p, target: a.p}\n  - {source: main.p_*, target: a.*}")
        }
    }

    @Test("what a pattern excludes goes to a later pattern or to nobody, and an exact entry still has it")
    func exclusions() throws {
        let kept = ["main.users -> a.users", "main.visits -> a.visits"]
        #expect(try arrows("  - {source: main.*, exclude: [main.*_archive], target: a.*}") == kept)
        #expect(try arrows("  - {source: main.*, exclude: MAIN.Visits_Archive, target: a.*}") == kept)
        #expect(try arrows("  - {source: main.*, exclude: ['visits_*', main.none], target: a.*}") == kept)
        #expect(
            try arrows("  - {source: '*', exclude: [users], target: a.*}\n  - {source: other.*, target: b.*}")
                == ["main.visits -> a.visits", "main.visits_archive -> a.visits_archive", "other.users -> b.users"])
        let exact = "  - {source: main.*, exclude: [visits, users], target: a.*, chunk_rows: 10}\n"
        let tables = try expand(exact + "  - {source: main.visits, target: b.v}")
        #expect(tables.map(\.target.description).sorted() == ["a.visits_archive", "b.v"])
        #expect(tables.first { $0.target.name == "v" }?.settings.chunking.rows == 500_000)
        #expect(try withPartitions("  - {source: main.*, exclude: main.p, target: a.*}") == ["q"])
        #expect(try withPartitions("  - {source: main.p_*, exclude: main.p_2, target: a.*}") == ["p_1"])
    }

    @Test("an exclusion of everything, beside no pattern, or that names nothing is refused")
    func wrongExclusions() {
        for (items, words) in [
            ("  - {source: main.*, exclude: ['*'], target: a.*}", "exclude leaves out all tables that main.* matches"),
            ("  - {source: main.users, exclude: ['*'], target: a.b}", "goes with a pattern only"),
            ("  - {source: main.*, exclude: [a.b.c.d], target: a.*}", "is neither a table name nor a pattern"),
        ] {
            #expect(problems(items).joined().contains(words), "\(problems(items))")
        }
    }

    @Test("tables that the system keeps for others are copied by an exact entry only")
    func internals() throws {
        func copied(_ items: String) throws -> [String] {
            try ConfigurationFixture().read(ConfigurationFixture.tables(items))
                .tables(
                    matching: [QualifiedName(schema: "main", name: "docs")],
                    internals: [QualifiedName(schema: "main", name: "docs_data")]
                )
                .map(\.target.name)
        }
        #expect(try copied("  - {source: main.*, target: a.*}") == ["docs"])
        #expect(try copied("  - {source: main.docs_data, target: a.*}") == ["docs_data"])
        #expect(throws: ConfigurationError.self) { try copied("  - {source: 'main.docs_*', target: a.*}") }
    }

    @Test("a quoted part may contain dots, stars and quotes")
    func quotedNames() throws {
        let odd = QualifiedName(schema: "main", name: "a.b*\"c\"")
        let text = NameText.text(odd)
        #expect(NameText.qualifiedName(text) == odd)
        #expect(!NameText.isPattern(text))
        let tables = try ConfigurationFixture().read(
            ConfigurationFixture.tables("  - {source: '\(text)', target: a.b}")
        )
        .tables(matching: [odd])
        #expect(tables.map(\.source) == [.table(odd)])
        for wrong in ["", ".", "a.", ".a", "\"a", "a\"b\"", "\"a\"b", "a.b.c"] {
            #expect(NameText.qualifiedName(wrong) == nil, "\(wrong)")
        }
    }

    @Test(
        "stars and question marks match as in a shell",
        arguments: [
            ("*", true), ("main.*", true), ("m*.v*s", true), ("*.visit?", true), ("visits", true), ("*s*t*s", true),
            ("main.visit", false), ("main.visits?", false), ("other.*", false), ("*x*", false), ("", false),
        ])
    func globs(pattern: String, isMatch: Bool) {
        #expect(NameText.matches(QualifiedName(schema: "main", name: "visits"), pattern: pattern) == isMatch)
    }

    @Test(
        "characters in quotes stand for themselves in a pattern",
        arguments: [
            (#""My.Schema".*"#, true), (#""My.Schema".v*"#, true), (#"*."vis*its""#, true), (#""vis*its""#, true),
            ("My.Schema.*", true), (#"My."Schema".*"#, true), (#""My.*".*"#, false), (#""My".*"#, false),
            (#"*."visi*""#, false), (#""my.schema".*"#, false), (#"*."vis*i""ts""#, false),
        ])
    func quotedPatterns(pattern: String, isMatch: Bool) {
        #expect(NameText.matches(QualifiedName(schema: "My.Schema", name: "vis*its"), pattern: pattern) == isMatch)
    }
}
