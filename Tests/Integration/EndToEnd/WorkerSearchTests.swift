import Model
import TestKit
import Testing

@Suite("The runs that a worker finds")
struct WorkerSearchTests {
    private func migration(separateControl: Bool = false) async throws -> TestMigration {
        let cluster = try await PostgresCluster.shared
        return try await TestMigration(
            source: "CREATE TABLE t (id integer primary key); INSERT INTO t VALUES (1), (2), (3)",
            tables: "  - {source: main.t, target: moved.t}", target: try await cluster.database(),
            control: separateControl ? try await cluster.database() : nil)
    }

    /// The same config in another folder, with other addresses.
    private func respelled(_ migration: TestMigration, _ old: String, _ new: String) throws -> TestFolder {
        let folder = try TestFolder()
        let text = try migration.folder.read("snowmelt.yaml")
        #expect(text.contains(old), "\(text)")
        try folder.write("snowmelt.yaml", text.replacing(old, with: new))
        return folder
    }

    @Test("a worker recognises the same databases under other addresses", arguments: [false, true])
    func sameDatabases(separateControl: Bool) async throws {
        let migration = try await migration(separateControl: separateControl)
        let folder = try respelled(migration, "@127.0.0.1:", "@localhost:")
        #expect(try await migration.snowmelt("plan", "--name", "nightly").code == 0)
        let arguments = separateControl ? ["--until-idle"] : ["--until-idle", "--run", "nightly"]
        let worker = try await Program.run("snowmelt-worker", arguments, directory: folder.path)
        #expect(worker.code == 0, "\(worker)")
        #expect(try await migration.snowmelt("status").standardOutput.contains("1/1"))
        #expect(try await migration.snowmelt("run", "--workers", "0").code == 0)
        #expect(try await migration.targetRows("SELECT id FROM moved.t") == ["1", "2", "3"])
    }

    @Test("a worker of another target says which run there is and what differs, and fails with --run")
    func otherTarget() async throws {
        let migration = try await migration(separateControl: true)
        let other = try await PostgresCluster.shared.database()
        let folder = try respelled(
            migration, "  url: \(migration.target.url.revealed)\ncontrol", "  url: \(other.url.revealed)\ncontrol")
        #expect(try await migration.snowmelt("plan", "--name", "nightly").code == 0)
        let named = try await Program.run("snowmelt-worker", ["--run", "nightly"], directory: folder.path)
        #expect(named.code == 2, "\(named)")
        #expect(named.standardError.contains("run nightly differs: target.url leads to"), "\(named)")
        #expect(named.standardError.contains("dbname=\(other.name)"), "\(named)")
        let unnamed = try await Program.run(
            "snowmelt-worker", ["--until-idle", "--deadline", "4s"], directory: folder.path)
        #expect(unnamed.code == 0, "\(unnamed)")
        #expect(unnamed.standardError.contains("there is no run to work on"), "\(unnamed)")
        #expect(unnamed.standardError.contains("run nightly differs: target.url leads to"), "\(unnamed)")
        #expect(try await migration.snowmelt("run").code == 0)
    }

    @Test("a worker with another condition says so")
    func otherRows() async throws {
        let migration = try await migration()
        let folder = try respelled(migration, "target: moved.t}", "target: moved.t, where: id < 3}")
        #expect(try await migration.snowmelt("plan", "--name", "nightly").code == 0)
        let worker = try await Program.run(
            "snowmelt-worker", ["--run", "latest", "--deadline", "4s"], directory: folder.path)
        #expect(worker.code == 2, "\(worker)")
        let named = try await Program.run("snowmelt-worker", ["--run", "nightly"], directory: folder.path)
        #expect(named.code == 2, "\(named)")
        #expect(named.standardError.contains("where was not set, is id < 3"), "\(named)")
    }

    @Test(
        "a worker that was started before the plan waits for it, and says so", arguments: [[], ["--run", "nightly"]])
    func beforePlan(arguments: [String]) async throws {
        let migration = try await migration()
        let worker = try Program(
            "snowmelt-worker", ["--until-idle", "--log-level", "debug"] + arguments, directory: migration.folder.path)
        try await eventually("the worker waits") { worker.standardError.contains("waiting for a plan") }
        #expect(try await migration.snowmelt("plan", "--name", "nightly").code == 0)
        let ending = try await worker.ending(within: .seconds(60))
        #expect(ending.code == 0, "\(ending)")
        #expect(ending.standardError.contains("chunk copied"), "\(ending)")
    }

    @Test(
        "flags and variables that only a plan can use are errors that name the run",
        arguments: [("chunk-rows", "2"), ("chunk-bytes", "2MB"), ("batch-rows", "7"), ("mode", "append")])
    func flags(flag: String, value: String) async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("plan", "--name", "nightly").code == 0)
        let worker = try await migration.worker("--until-idle", "--run", "nightly", "--\(flag)", value)
        #expect(worker.code == 2, "\(worker)")
        #expect(worker.standardError.contains("nightly"), "\(worker)")
        let variable = "SNOWMELT_" + flag.uppercased().replacing("-", with: "_")
        let again = try await migration.worker("--until-idle", "--run", "nightly", environment: [variable: value])
        #expect(again.code == 2, "\(again)")
        #expect(again.standardError.contains(variable) && again.standardError.contains("nightly"), "\(again)")
        // A worker's own settings aren't the plan's.
        #expect(try await migration.worker("--until-idle", "--run", "nightly", "--threads", "3").code == 0)
    }

    @Test("a worker without a plan ends with an error when it has waited long enough")
    func noPlan() async throws {
        let migration = try await migration()
        let worker = try await migration.worker("--until-idle", "--deadline", "4s")
        #expect(worker.code == 2, "\(worker)")
        #expect(worker.standardError.contains("the control database holds no runs yet"), "\(worker)")
    }
}
