import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

@Suite("Schema migration")
struct SchemaMigrationTests {
    @Test(
        "programs that start together on an empty database all succeed, and one applies each version",
        arguments: ["control", "target"])
    func together(which: String) async throws {
        let database = try await PostgresCluster.shared.database()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let connection = try await database.connect()
                    try await Self.schema(which).apply(to: connection)
                    #expect(try await Self.schema(which).isCurrent(on: connection))
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await Self.versions(which, database) == Self.all(which))
    }

    @Test("control and target schema can be in one database, and applying them again changes nothing")
    func repeated() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        for _ in 0..<2 {
            for which in ["control", "target"] {
                let before = try await Self.versions(which, database)
                #expect(before.isEmpty || before == Self.all(which))
                try await Self.schema(which).apply(to: connection)
                #expect(try await Self.versions(which, database) == Self.all(which))
            }
        }
        await connection.close()
    }

    @Test("a control database of the first version is upgraded, and keeps its runs")
    func upgrade() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        try await connection.executeScript(SQL.createControlSchema)
        try await connection.executeScript(try #require(Migrations.control.first))
        try await connection.execute(SQL.recordControlVersion, [1, "0.1.0"])
        let control = ControlDatabase(options: database.options())
        let run = PlannedRun.newRun()
        try await database.execute(
            """
            INSERT INTO migration_status.run (run_id, name, config_identity, settings, source, snapshot, migration_version,
                                              planned_by, coordinator_id, coordinator_until)
            VALUES ('\(run.id)', '\(run.name)', 'config', '{}', 'a source', 'unpinned', '1', 'tester', gen_random_uuid(),
                    clock_timestamp())
            """)
        #expect(try await SchemaMigration.control.isCurrent(on: connection) == false)
        try await SchemaMigration.control.apply(to: connection)
        #expect(try await Self.versions("control", database) == Self.all("control"))
        #expect(try await Runs(database: control).status(run.id).name == run.name)
        #expect(try await Runs(database: control).lead(run.id, as: CoordinatorIdentity(who: "tester")) != nil)
        await control.close()
        await connection.close()
    }

    @Test("the programs and the database know the same states")
    func states() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        try await SchemaMigration.control.apply(to: connection)
        await connection.close()
        let expected: [(table: String, states: [String])] = [
            ("run", RunState.Stored.allCases.map(\.rawValue)), ("run_table", TableState.allCases.map(\.rawValue)),
            ("worker", WorkerState.allCases.map(\.rawValue)),
        ]
        for (table, states) in expected {
            let check = try await database.rows(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '\(table)_state_check'")
            let taken = try #require(check.first).matches(of: /'(\w+)'/).map { String($0.output.1) }
            #expect(Set(taken) == Set(states), "\(table)")
        }
        #expect(
            try await database.rows("SELECT unnest(enum_range(NULL::migration_status.work_state))")
                == ChunkState.allCases.map(\.rawValue).sorted())
    }

    @Test("an empty database isn't current, and the check creates nothing in it", arguments: ["control", "target"])
    func empty(which: String) async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        #expect(try await Self.schema(which).isCurrent(on: connection) == false)
        #expect(try await Self.versions(which, database) == [])
        await connection.close()
    }

    @Test("a schema that a newer program wrote is refused, naming that program", arguments: ["control", "target"])
    func newer(which: String) async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        let schema = Self.schema(which)
        try await schema.apply(to: connection)
        let name = which == "control" ? "migration_status" : "migration_receipt"
        try await database.execute("INSERT INTO \(name).schema_version (version, program) VALUES (99, '9.1')")
        for attempt in [{ try await schema.apply(to: connection) }, { _ = try await schema.isCurrent(on: connection) }]
        {
            let failure = await #expect(throws: Failure.self) { try await attempt() }
            #expect(failure?.status == .refused)
            #expect(
                failure?.message.contains("\(which) database's schema has version 99, written by snowmelt 9.1") == true)
            #expect(failure?.hint != nil)
        }
        await connection.close()
    }

    private static func schema(_ which: String) -> SchemaMigration {
        which == "control" ? .control : .target
    }

    private static func all(_ which: String) -> [String] {
        (which == "control" ? Migrations.control : Migrations.target).indices.map { "\($0 + 1)" }
    }

    private static func versions(_ which: String, _ database: TestDatabase) async throws -> [String] {
        let connection = try await database.connect()
        let name = which == "control" ? "migration_status" : "migration_receipt"
        let exists = Statement(
            name: "test", text: "SELECT to_regclass('\(name).schema_version') IS NOT NULL AS present")
        var versions: [String] = []
        if try await connection.query(exists).first?.bool("present") == true {
            versions = try await connection.query(
                Statement(name: "test", text: "SELECT version FROM \(name).schema_version ORDER BY 1")
            ).map { try $0.string("version") }
        }
        await connection.close()
        return versions
    }
}
