import ADBCSource
import Model
import ODBCSource
import Planning
import PostgresSource
import RowSource
import SnowflakeSource
import TestKit
import Testing

/// `SNOWMELT_SEED=n` repeats a failure.
@Suite("Chunks of random tables are a partition")
struct PartitionTests {
    enum Way: String, CaseIterable, Sendable {
        case sqliteODBC, sqliteADBC, postgresODBC, postgresADBC, postgresCopy, mariaDB, snowflake

        var obstacle: String? {
            switch self {
            case .sqliteADBC, .postgresADBC: ADBCDriver.obstacle
            case .snowflake: EmulatedVisits.obstacle
            default: nil
            }
        }

        var kinds: [KeyKind] {
            switch self {
            case .sqliteODBC, .sqliteADBC: KeyKind.sqlite
            case .postgresODBC, .postgresADBC, .postgresCopy: KeyKind.postgreSQL
            case .mariaDB: KeyKind.mariaDB
            case .snowflake: KeyKind.snowflake
            }
        }
    }

    @Test(
        "with keys of every type, alone and combined, in ranges, halves and buckets, each row is in exactly one chunk",
        arguments: Way.allCases.filter { $0.obstacle == nil })
    func keys(_ way: Way) async throws {
        var random = Seeded()
        let kinds = way.kinds
        let tables = kinds.indices.map { index in table("T\(index)", kinds[index], way, &random) }
        let (connection, held) = try await connect(way, tables.joined(separator: "\n"))
        // The server also has databases of other tests.
        let pattern = way == .mariaDB ? "\((held as? TestSource)?.schema ?? "").T*" : "*"
        let names = try await connection.tables(matching: pattern).filter { $0.name.lowercased().hasPrefix("t") }
        #expect(names.count == kinds.count)
        for name in names {
            let kind = kinds[try #require(Int(name.name.dropFirst()))]
            let table = try await connection.table(name)
            let column = table.columns[1].name
            for strategy in [ChunkStrategy.auto, .column(column), .hash] {
                let chunkRows = Int.random(in: 3...60, using: &random)
                try await verify(
                    table, strategy, chunkRows: chunkRows, connection,
                    "\(way), \(kind), \(strategy), \(chunkRows) rows, seed \(random.seed)")
            }
        }
        await connection.close()
        withExtendedLifetime(held) {}
    }

    private func verify(
        _ table: SourceTable, _ strategy: ChunkStrategy, chunkRows: Int, _ connection: any SourceConnection,
        _ context: Comment
    ) async throws {
        let dialect = connection.dialect
        let relation = SourceRelation(table, dialect: dialect)
        var planner = try ChunkPlanner(
            relation: relation, filter: nil, dialect: dialect,
            options: ChunkOptions(strategy: strategy, rows: chunkRows), isPinned: false)
        var action = planner.start()
        while case .query(let query) = action {
            action = try planner.received(rows: try await connection.rows(query))
        }
        guard case .finished(let plan) = action else { return }
        let id = dialect.quoted(table.columns[0].name)
        func rows(_ predicate: String?) async throws -> [String] {
            let condition = predicate.map { " WHERE (\($0))" } ?? ""
            return try await connection.rows("SELECT \(id) FROM \(relation.from)\(condition)").compactMap { $0[0] }
        }
        var all: [String] = []
        for chunk in plan.chunks {
            let found = try await rows(chunk.predicate)
            #expect(found.count == chunk.expectedRows, context)
            all += found
            let whole = SplittableChunk(
                number: chunk.number, predicate: chunk.predicate, range: chunk.range, extent: chunk.extent,
                planned: plan.chunks.count, timesOverdue: 0)
            guard let halves = Self.halves(of: whole, plan.cut, dialect) else { continue }
            var parts: [String] = []
            for half in halves { parts += try await rows(half.predicate) }
            #expect(parts.sorted() == found.sorted(), context)
        }
        #expect(all.sorted() == (try await rows(nil)).sorted(), context)
    }

    /// The halves of a chunk; `nil` if it can't be split.
    private static func halves(of chunk: SplittableChunk, _ cut: ChunkCut?, _ dialect: any SQLDialect) -> [ChunkHalf]? {
        do {
            return try ChunkHalving(cut: cut, dialect: dialect).halves(of: chunk)
        } catch {
            return nil
        }
    }

    /// A table with a number and a key column of this kind, with one of several kinds of primary key.
    private func table(_ name: String, _ kind: KeyKind, _ way: Way, _ random: inout Seeded) -> String {
        let key = kind.isKeyable ? ["", "PRIMARY KEY (k, id)", "PRIMARY KEY (id, k)"] : ["", "PRIMARY KEY (id)"]
        let chosen = key[Int.random(in: key.indices, using: &random)]
        let allowsNull = !chosen.contains("k") || way == .sqliteODBC || way == .sqliteADBC
        let count = Int.random(in: 60...200, using: &random)
        let heavy = kind.literals(&random)
        let rows = (0..<count).map { id in
            let value =
                switch Int.random(in: 0..<10, using: &random) {
                case 0 where allowsNull: "NULL"
                case 1...2: heavy
                default: kind.literals(&random)
                }
            return "(\(id), \(value))"
        }
        // An explicit NULL for MariaDB, so that the column may have NULLs where that is allowed.
        let null = way == .mariaDB && allowsNull ? " NULL" : ""
        let values =
            way == .snowflake
            ? rows.map { "SELECT \($0.dropFirst().dropLast())" }.joined(separator: " UNION ALL ")
            : "VALUES \(rows.joined(separator: ", "))"
        return """
            CREATE TABLE \(name) (id INTEGER NOT NULL, k \(kind.type)\(null)\(chosen.isEmpty ? "" : ", \(chosen)"));
            INSERT INTO \(name) \(values);
            """
    }

    /// A connection, and the object that must live as long as the connection.
    private func connect(
        _ way: Way, _ sql: String
    ) async throws -> (connection: any SourceConnection, held: any Sendable) {
        switch way {
        case .sqliteODBC, .sqliteADBC:
            let source = TestSource.sqlite(in: try TestFolder())
            try await source.run(sql)
            return way == .sqliteADBC
                ? (try await ADBCSources.of(source).connect(), source) : (try await odbc(source), source)
        case .postgresODBC, .postgresADBC, .postgresCopy:
            let source = try await TestSource.postgres(function: "partition_\(way)")
            try await source.run(KeyKind.postgreSQLTypes + sql)
            switch way {
            case .postgresADBC: return (try await ADBCSources.of(source).connect(), source)
            case .postgresCopy: return (try await PostgresSource(url: Secret(source.uri)).connect(), source)
            default: return (try await odbc(source), source)
            }
        case .mariaDB:
            let source = try await TestSource.mariaDB()
            try await source.run("SET sql_mode = '';" + sql)
            return (try await odbc(source), source)
        case .snowflake:
            let emulator = try await SnowflakeEmulator.start(script: sql)
            let source = SnowflakeSource(
                SnowflakeConfiguration(
                    account: "emulator", user: "loader", credential: .password(Secret("any")), database: "D1",
                    schema: "PUBLIC", host: "127.0.0.1", port: emulator.port, transport: "http",
                    driver: ADBCDriver.snowflake.path))
            return (try await source.connect(), emulator)
        }
    }

    private func odbc(_ source: TestSource) async throws -> any SourceConnection {
        try await ODBCSource(connectionString: Secret(source.connection), displayName: "test").connect()
    }
}
