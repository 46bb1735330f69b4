import TestKit
import Testing

@Suite("Inheritance and partitions, from end to end")
struct TableTreeTests {
    enum Way: String, CaseIterable, Sendable {
        case copy, odbc, adbc

        func source(_ function: String) async throws -> TestSource {
            let source = try await TestSource.postgres(function: "\(function)_\(rawValue)")
            return switch self {
            case .copy: source.native
            case .odbc: source
            case .adbc: source.overADBC
            }
        }

        static let possible = ADBCDriver.obstacle == nil ? allCases : [.copy, .odbc]
    }

    private static let trees = """
        CREATE TABLE elder (a int PRIMARY KEY, t text);
        CREATE TABLE younger (b int) INHERITS (elder); CREATE TABLE youngest () INHERITS (younger);
        INSERT INTO elder SELECT i, 'elder' FROM generate_series(1, 700) i;
        INSERT INTO younger SELECT i, 'younger', i FROM generate_series(1, 900) i;
        INSERT INTO youngest SELECT i, 'youngest', i FROM generate_series(1, 500) i;
        CREATE TABLE parent (a int NOT NULL, t text) PARTITION BY RANGE (a);
        CREATE TABLE parent_1 PARTITION OF parent FOR VALUES FROM (0) TO (1000);
        CREATE TABLE parent_2 PARTITION OF parent FOR VALUES FROM (1000) TO (9999) PARTITION BY RANGE (a);
        CREATE TABLE parent_2_x PARTITION OF parent_2 DEFAULT;
        INSERT INTO parent SELECT i, 'part' FROM generate_series(1, 2000) i;
        """

    private func migration(
        _ way: Way, tables: String, function: String = #function
    ) async throws -> TestMigration {
        let origin = try await way.source(function)
        try await origin.run(Self.trees)
        return try TestMigration(
            from: origin, tables: tables, defaults: "  threads: 2\n  chunk_rows: 300",
            target: try await PostgresCluster.shared.database(function: "\(function)_\(way)"))
    }

    private func run(_ migration: TestMigration, saying words: [String] = []) async throws {
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(run.standardOutput.contains("equal"), "\(run.standardOutput)")
        for word in words { #expect(run.standardError.contains(word), "\(word): \(run.standardError)") }
        #expect(try await Chunks.areExact(migration))
    }

    private func counts(_ migration: TestMigration, _ tables: String...) async throws -> [Int] {
        var counts: [Int] = []
        for table in tables { counts.append(try await migration.number("SELECT count(*) FROM ONLY moved.\(table)")) }
        return counts
    }

    @Test("a parent and its children under one pattern: each row arrives once", arguments: Way.possible)
    func together(_ way: Way) async throws {
        let migration = try await migration(way, tables: "  - {source: public.*, target: moved.*, mode: append}")
        try await migration.target.execute(
            """
            CREATE SCHEMA moved; CREATE TABLE moved.elder (a int, t text);
            CREATE TABLE moved.younger (b int) INHERITS (moved.elder);
            CREATE TABLE moved.youngest () INHERITS (moved.younger); CREATE TABLE moved.parent (a int, t text);
            """)
        try await run(
            migration,
            saying: [
                "read without the rows of 2 child tables (public.younger, public.youngest)",
                "a tree is flattened: the rows of 3 partitions (public.parent_1, public.parent_2, public.parent_2_x)",
            ])
        #expect(try await counts(migration, "elder", "younger", "youngest", "parent") == [700, 900, 500, 2000])
        #expect(
            try await migration.targetRows("SELECT tableoid::regclass, a, t FROM moved.elder")
                == migration.sourceRows("SELECT 'moved.' || tableoid::regclass, a, t FROM elder"))
    }

    @Test("a parent alone is read with its children, and the plan says so", arguments: Way.possible)
    func alone(_ way: Way) async throws {
        let migration = try await migration(way, tables: "  - {source: public.elder, target: moved.elder}")
        let dry = try await migration.snowmelt("plan", "--dry-run")
        #expect(dry.standardOutput.contains("a tree is flattened: the rows of 2 child tables"), "\(dry.standardOutput)")
        try await run(migration, saying: ["its primary key isn't enforced over the tables that inherit from it"])
        #expect(
            try await migration.targetRows("SELECT a, t FROM moved.elder")
                == migration.sourceRows("SELECT a, t FROM elder"))
    }

    @Test(
        "children and partitions with their own targets are left out of their parents", arguments: Way.possible
    )
    func apart(_ way: Way) async throws {
        let migration = try await migration(
            way,
            tables: """
                  - {source: public.elder, target: moved.elder, where: elder.a > 0}
                  - {source: public.youngest, target: moved.youngest}
                  - {source: public.parent, target: moved.parent}
                  - {source: public.parent_2, target: moved.late}
                """)
        try await run(migration, saying: ["a tree is flattened in part"])
        #expect(try await counts(migration, "elder", "youngest", "parent", "late") == [1600, 500, 999, 1001])
        // The rest of a config also applies to a run of one table.
        let one = try await migration.snowmelt("plan", "--dry-run", "--table", "public.parent")
        #expect(one.standardOutput.contains("999 rows"), "\(one.standardOutput)")
    }

    @Test("a single partition is a source, and discover lists partitions as such", arguments: Way.possible)
    func partition(_ way: Way) async throws {
        let migration = try await migration(
            way,
            tables: "  - {source: public.parent_1, target: moved.one}\n  - {source: public.parent_2_*, target: moved.*}"
        )
        let check = try await migration.snowmelt("check")
        #expect(check.code == 0, "\(check.standardOutput)")
        try await run(migration)
        #expect(try await counts(migration, "one", "parent_2_x") == [999, 1001])
        let discover = try await migration.snowmelt("discover", "public.parent*")
        let lines = discover.standardOutput.split(separator: "\n").map(String.init)
        #expect(
            lines.contains { $0.contains("public.parent_2_x") && $0.contains("partition of public.parent_2") },
            "\(lines)")
        #expect(lines.count == 5, "\(lines)")
        let json = try await migration.snowmelt("discover", "public.parent_1", "--output", "json")
        #expect(json.standardOutput.contains("\"partition_of\""), "\(json.standardOutput) \(json.standardError)")
    }
}
