import TestKit
import Testing

@Suite("Names, views and queries, from end to end")
struct NameTests {
    enum System: String, CaseIterable, Sendable {
        case sqlite, postgres, mariaDB

        func source() async throws -> TestSource {
            switch self {
            case .sqlite: .sqlite(in: try TestFolder())
            case .postgres: try await .postgres()
            case .mariaDB: try await .mariaDB()
            }
        }

        func quoted(_ name: String) -> String {
            let mark: Character = self == .mariaDB ? "`" : "\""
            return String(mark) + name.flatMap { $0 == mark ? [$0, $0] : [$0] } + String(mark)
        }

        /// A FROM item with `i` from 1 to 400.
        var numbers: String {
            switch self {
            case .sqlite:
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT i FROM n) n"
            case .postgres: "generate_series(1, 400) AS n(i)"
            case .mariaDB: "(SELECT CAST(seq AS SIGNED) AS i FROM seq_1_to_400) n"
            }
        }
    }

    @Test(
        "names with quotes, blanks, other letters, reserved words and both cases are kept", arguments: System.allCases)
    func oddNames(_ system: System) async throws {
        let source = try await system.source()
        let table = "Größe \"x\" `y` O'Hara"
        let columns = [
            "Order", "select", "a b", "ключ", "quo\"te", "back`tick", "semi;colon", "per%cent", "qu?estion", "do.t",
        ]
        let list = columns.map(system.quoted)
        try await source.run(
            """
            CREATE TABLE \(system.quoted(table)) (\(list[0]) INTEGER NOT NULL, \(list[1]) VARCHAR(20) NOT NULL, \
            \(list.dropFirst(2).map { "\($0) INTEGER" }.joined(separator: ", ")), PRIMARY KEY (\(list[0]), \(list[1])));
            INSERT INTO \(system.quoted(table)) SELECT i, 'x', i, i, i, i, i, i, NULL, i FROM \(system.numbers);
            """)
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).Gr*, target: Moved.*}",
            defaults: "  threads: 2\n  chunk_rows: 60", target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run")
        try #require(ending.code == 0, "\(ending.standardError) \(ending.standardOutput)")
        let postgres = System.postgres
        #expect(
            try await migration.targetRows("SELECT * FROM \"Moved\".\(postgres.quoted(table))")
                == migration.sourceRows("SELECT * FROM \(system.quoted(table))"))
        let names = columns.map { "'\($0)'" }.joined(separator: ", ")
        #expect(
            try await migration.number(
                "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'Moved' AND column_name IN (\(names))"
            )
                == columns.count)
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration) >= 3)
    }

    @Test("a view, and a query with rules and a condition", arguments: System.allCases)
    func viewsAndQueries(_ system: System) async throws {
        let source = try await system.source()
        let text = system == .mariaDB ? "CONCAT('r', id)" : "'r' || id"
        try await source.run(
            """
            CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, n INTEGER, secret VARCHAR(20), name VARCHAR(20));
            INSERT INTO t SELECT i * 3, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 40 END, 'canary', 'é' FROM \(system.numbers);
            CREATE VIEW v AS SELECT id, n, name FROM t WHERE id > 30;
            """)
        let migration = try TestMigration(
            from: source,
            tables: """
                  - source: \(source.schema).v
                    target: moved.v
                    chunk: {column: n}
                  - source: \(source.schema).t
                    target: moved.odd
                    where: id % 2 = 1
                    columns: {secret: {drop: true}, id: {type: bigint}}
                  - query: SELECT id, n, secret, name FROM t WHERE id % 2 = 1 -- the odd ones
                    target: moved.q
                    chunk: {column: id}
                    primary_key: [id]
                    columns:
                      secret: {drop: true}
                      n: {type: "numeric(10,2)"}
                      label: {expr: "\(text)"}
                      name: {expr: "UPPER(name)", type: varchar(20)}
                """, defaults: "  threads: 2\n  chunk_rows: 40", target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run")
        try #require(ending.code == 0, "\(ending.standardError) \(ending.standardOutput)")
        #expect(
            try await migration.targetRows("SELECT id, n, name FROM moved.v")
                == migration.sourceRows("SELECT id, n, name FROM v"))
        #expect(
            try await migration.targetRows("SELECT id, n, name FROM moved.odd")
                == migration.sourceRows("SELECT id, n, name FROM t WHERE id % 2 = 1"))
        #expect(
            try await migration.targetRows("SELECT id, n::int, name, label FROM moved.q")
                == migration.sourceRows("SELECT id, n, UPPER(name) AS name, \(text) AS label FROM t WHERE id % 2 = 1"))
        #expect(
            try await migration.number(
                "SELECT count(*) FROM pg_constraint WHERE contype = 'p' AND conrelid = 'moved.q'::regclass") == 1)
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration) >= 12)
    }
}
