import TestKit
import Testing

@Suite("Long values")
struct LongValueTests {
    enum Way: String, CaseIterable, Sendable {
        case sqliteText, sqliteBlob, sqliteADBC, postgres, postgresDecoded, postgresODBC, mariaDB

        func source() async throws -> TestSource {
            switch self {
            case .sqliteText, .sqliteBlob: .sqlite(in: try TestFolder())
            case .sqliteADBC: try TestSource.sqlite(in: TestFolder()).overADBC
            case .postgres, .postgresDecoded: try await TestSource.postgres().native
            case .postgresODBC: try await .postgres()
            case .mariaDB: try await .mariaDB()
            }
        }

        /// The type of the long column, and an expression for a value of this many bytes.
        func value(_ bytes: Int) -> (type: String, value: String) {
            switch self {
            case .sqliteText, .sqliteADBC: ("TEXT", "replace(hex(zeroblob(\(bytes / 2))), '0', 'x')")
            case .sqliteBlob: ("BLOB", "zeroblob(\(bytes))")
            case .postgres, .postgresDecoded, .postgresODBC: ("text", "repeat('x', \(bytes))")
            case .mariaDB: ("LONGTEXT", "REPEAT('x', \(bytes))")
            }
        }

        /// For `postgresDecoded`, rows aren't passed on unchanged because another column has a different type.
        var rules: String { self == .postgresDecoded ? ", columns: {id: {type: numeric}}" : "" }
    }

    /// Values within a driver's buffers, and longer ones, which are read piece by piece.
    @Test(
        "a value longer than max_value_bytes is refused with the setting's name, and arrives after raising it",
        arguments: Way.allCases,
        [2_000, 300_000])
    func maximum(way: Way, bytes: Int) async throws {
        if way == .sqliteADBC, ADBCDriver.obstacle != nil { return }
        let source = try await way.source()
        let (type, value) = way.value(bytes)
        try await source.run(
            """
            CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, body \(type));
            INSERT INTO notes (id) VALUES (1), (2), (3);
            INSERT INTO notes VALUES (4, \(value));
            """)
        let limit = bytes * 2 / 3 / 1024
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).notes, target: moved.notes\(way.rules)}",
            defaults: "  threads: 1\n  max_value_bytes: \(limit)kB", target: try await PostgresCluster.shared.database()
        )
        let refused = try await migration.snowmelt("run")
        #expect(refused.code == 5, "\(refused.standardError)")
        let said = refused.standardError + refused.standardOutput
        #expect(said.contains("body") && said.contains("row 4") && said.contains("max_value_bytes"), "\(said)")
        #expect(try await migration.number("SELECT count(*) FROM pg_tables WHERE tablename = 'notes'") == 0)

        // As the message says. Workers apply the limit, so nothing has to be planned again.
        #expect(try await migration.snowmelt("requeue", "latest", "--failed").code == 0)
        let ending = try await migration.snowmelt("run", "--max-value-bytes", "1MB")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await migration.targetRows("SELECT id, length(body) FROM moved.notes").last == "4|\(bytes)")
    }

    /// SQLite reads a value again for each test of its class, and its ODBC driver prints it.
    @Test(
        "a long value takes at most three times its size in memory, six times with SQLite's ODBC driver",
        arguments: [(Way.sqliteText, 6), (.sqliteBlob, 6), (.postgres, 3)])
    func memory(way: Way, copies: Int) async throws {
        let bytes = 100_000_000
        let source = try await way.source()
        let (type, value) = way.value(bytes)
        try await source.run(
            """
            CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, body \(type));
            INSERT INTO notes VALUES (1, NULL), (2, \(value));
            """)
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).notes, target: moved.notes}", defaults: "  threads: 1",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        let worker = try migration.start("snowmelt-worker", "--until-idle")
        var peak = 0
        try await eventually("the worker has ended") {
            guard worker.isRunning else { return true }
            do {
                peak = max(peak, try worker.footprint.peakKibibytes)
            } catch is TestKitError {
                return false  // it is ending
            }
            return false
        }
        let ending = try await worker.ending()
        #expect(ending.code == 0 && ending.standardError.contains("chunks copied"), "\(ending.standardError)")
        // In addition, the memory of a worker that copies short values.
        #expect(peak > 0 && peak < (copies * bytes + 60_000_000) / 1024, "\(peak) KiB")
    }
}
