import Glibc
import TestKit
import Testing

@Suite("The worker as a Lambda runtime")
struct LambdaRuntimeTests {
    @Test("one process takes one invocation after another, even after errors, and ends at SIGTERM")
    func loop() async throws {
        let migration = try await self.migration()
        let api = try FakeRuntimeAPI()
        let worker = try migration.start("snowmelt-worker", environment: api.environment)

        let early = try await api.result()
        #expect(early.errorType == "Snowmelt.Usage")
        #expect(try early.error().message.contains("`snowmelt plan`"))
        #expect(try early.error().type == "Snowmelt.Usage")

        #expect(try await migration.snowmelt("plan").code == 0)
        #expect(try await api.result(of: #"{"action": "publish"}"#).error().message.contains("`snowmelt publish`"))
        #expect(try await api.result(of: #"{"action": "work", "run_id": "nobody"}"#).isError)
        #expect(try await api.result(of: #"{"action": "work", "config": "/nowhere.yaml"}"#).isError)
        // So large that Lambda sends it in chunks.
        let worked = try await api.result(
            of: #"{"action": "work", "run_id": "latest", "more": "\#(String(repeating: "ü", count: 100_000))"}"#
        ).answer()
        #expect(worked.done && worked.remaining == 0 && worked.failed == 0)
        let run = try await migration.control.rows("SELECT run_id FROM migration_status.run")
        #expect(run == [worked.run_id])

        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        let nothing = try await api.result().answer()
        #expect(nothing.done && nothing.run_id == nil)

        try await api.awaited()
        worker.signal(SIGTERM)
        let ending = try await worker.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        // Logs are JSON by default, and each line names its invocation.
        #expect(ending.standardError.contains(#""message":"chunks copied""#), "\(ending.standardError)")
        #expect(ending.standardError.contains(#""invocation":"00000000-"#), "\(ending.standardError)")
        try await oracle(migration)
    }

    @Test("each invocation is a worker of its own, which has signed off before the answer")
    func workers() async throws {
        let migration = try await self.migration()
        #expect(try await migration.snowmelt("plan").code == 0)
        let api = try FakeRuntimeAPI()
        let worker = try migration.start("snowmelt-worker", environment: api.environment)
        for _ in 1...3 { #expect(try await api.result().answer().done) }
        let states = try await migration.control.rows("SELECT state, count(*) FROM migration_status.worker GROUP BY 1")
        #expect(states == ["gone|3"])
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        // No session is open while the sandbox may be frozen.
        try await api.awaited()
        try await oracle(migration)
        worker.signal(SIGTERM)
        #expect(try await worker.ending().code == 0)
    }

    @Test("SIGTERM during an invocation releases its chunks, and the invocation is answered before the end")
    func terminated() async throws {
        let migration = try await self.migration()
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 30)
        let api = try FakeRuntimeAPI()
        let worker = try migration.start("snowmelt-worker", environment: api.environment)
        let invocation = api.invoke()
        try await slow.copying()
        worker.signal(SIGTERM)
        #expect(try await api.outcome(of: invocation).answer().remaining > 0)
        #expect(try await worker.ending().code == 0)
        let held = try await migration.number(
            "SELECT count(*) FROM migration_status.work WHERE state = 'claimed' OR attempt > 1")
        #expect(held == 0)
        try await slow.end()
        #expect(try await migration.snowmelt("run", "--workers", "1").code == 0)
        try await oracle(migration)
    }

    @Test("a problem of the function is reported before it takes an invocation")
    func initialization() async throws {
        let migration = try await self.migration()
        let api = try FakeRuntimeAPI()
        for (arguments, part) in [
            (["--config", "missing.yaml"], "missing.yaml"), (["--deadline", "5m"], "--deadline"),
        ] {
            let ending = try await Program.run(
                "snowmelt-worker", arguments, environment: api.environment, directory: migration.folder.path)
            #expect(ending.code == 2, "\(ending.standardError)")
            let error = try await api.initializationError()
            #expect(error.errorType == "Snowmelt.Usage")
            #expect(try error.error().message.contains(part))
        }
    }

    @Test("an event can only name a config in the function's folder, even with links and dots that lead out of it")
    func folder() async throws {
        let migration = try await self.migration()
        let outside = try TestFolder()
        try outside.write("secret.yaml", "canary-outside: {")
        #expect(symlink("\(outside.path)/secret.yaml", "\(migration.folder.path)/link.yaml") == 0)
        #expect(symlink(outside.path, "\(migration.folder.path)/links") == 0)
        let api = try FakeRuntimeAPI()
        let worker = try migration.start("snowmelt-worker", environment: api.environment)
        let name = outside.path.split(separator: "/").last.map(String.init) ?? ""
        for config in [
            "\(outside.path)/secret.yaml", "../\(name)/secret.yaml", "link.yaml", "links/secret.yaml", "/dev/zero", ".",
            "snowmelt.yaml\\u0000", "/proc/self/environ",
        ] {
            let outcome = try await api.result(of: #"{"action": "work", "config": "\#(config)"}"#)
            #expect(outcome.errorType == "Snowmelt.Usage")
            #expect(try outcome.error().message.contains("the event's config isn't a file in"), "\(config)")
            #expect(!outcome.body.contains("canary"))
        }
        // A file inside the folder is found by either path, so the error is a later one.
        for config in ["snowmelt.yaml", "\(migration.folder.path)/./snowmelt.yaml"] {
            let outcome = try await api.result(of: #"{"action": "work", "config": "\#(config)"}"#)
            #expect(try outcome.error().message.contains("holds no runs"), "\(outcome.body)")
        }
        try await api.awaited()
        worker.signal(SIGTERM)
        #expect(try await worker.ending().code == 0)
    }

    @Test("a password is neither in an error that leaves the process nor in its logs")
    func secrets() async throws {
        let migration = try await self.migration()
        let password = "canary-hunter2"
        let api = try FakeRuntimeAPI()
        let broken = try migration.folder.write(
            "broken.yaml",
            """
            source:
              type: odbc
              connection: Driver=Nothing;PWD=\(password)
            target:
              url: postgresql://nobody:\(password)@127.0.0.1:1/nothing
            tables:
              - source: main.visits
                target: analytics_dev.visits
            """)
        let worker = try migration.start("snowmelt-worker", environment: api.environment)
        let outcome = try await api.result(of: #"{"action": "work", "config": "\#(broken)"}"#)
        #expect(outcome.errorType == "Snowmelt.Target")
        #expect(!outcome.body.contains(password))
        try await api.awaited()
        worker.signal(SIGTERM)
        #expect(!(try await worker.ending().standardError.contains(password)))
    }

    @Test("without a Runtime API the process ends and says why")
    func nobodyThere() async throws {
        let migration = try await self.migration()
        let worker = try await migration.worker(environment: ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1"])
        #expect(worker.code == 1)
        #expect(worker.standardError.contains("Runtime API"), "\(worker.standardError)")
    }

    private func migration(function: String = #function) async throws -> TestMigration {
        try await TestMigration(
            source: Visits.sql(rows: 2_000), tables: Visits.tables, defaults: "  threads: 2\n  chunk_rows: 500",
            target: try await PostgresCluster.shared.database(function: function))
    }
}
