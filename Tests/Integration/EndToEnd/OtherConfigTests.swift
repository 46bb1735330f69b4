import TestKit
import Testing

@Suite("Runs of another config")
struct OtherConfigTests {
    /// Two configs with the same databases; the second has copied nothing yet.
    private func two() async throws -> (one: TestMigration, other: TestMigration) {
        let one = try await TestMigration(
            source: "CREATE TABLE t (id integer primary key); INSERT INTO t VALUES (1), (2)",
            tables: "  - {source: main.t, target: moved.t}", target: try await PostgresCluster.shared.database())
        let other = try TestMigration(
            from: one.origin, tables: "  - {source: main.t, target: other.t}", target: one.target)
        return (one, other)
    }

    @Test("latest is the newest run of this config")
    func latest() async throws {
        let (one, other) = try await two()
        #expect(try await one.snowmelt("plan", "--name", "first").code == 0)
        let none = try await other.snowmelt("status")
        #expect(none.code == 2, "\(none)")
        #expect(none.standardError.contains("this config has no run yet"), "\(none)")
        #expect(none.standardError.contains("first"), "\(none)")
        for verb in ["cancel", "pause", "publish", "chunks", "verify"] {
            #expect(try await other.snowmelt(verb, "latest").code == 2)
        }
        #expect(try await other.snowmelt("plan", "--name", "second").code == 0)
        #expect(try await one.snowmelt("status").standardOutput.contains("first"))
        #expect(try await other.snowmelt("status", "latest").standardOutput.contains("second"))
        #expect(try await one.snowmelt("cancel", "latest").code == 0)
        #expect(
            try await one.control.rows("SELECT name, state FROM migration_status.run") == [
                "first|cancelled", "second|active",
            ])
    }

    @Test(
        "without a terminal, another config's run is changed only with --yes",
        arguments: [["pause"], ["resume"], ["requeue", "--failed"], ["publish"], ["cancel"]])
    func consent(verb: [String]) async throws {
        let (one, other) = try await two()
        #expect(try await one.snowmelt("plan", "--name", "first").code == 0)
        let state = "SELECT state, paused FROM migration_status.run"
        let before = try await one.control.rows(state)
        let options = Array(verb.dropFirst())
        let refused = try await Program.run(
            "snowmelt", [verb[0], "first"] + options, directory: other.folder.path)
        #expect(refused.code == 7, "\(refused)")
        #expect(refused.standardError.contains("another config's than snowmelt.yaml"), "\(refused)")
        #expect(refused.standardError.contains("main.t → moved.t"), "\(refused)")
        #expect(try await one.control.rows(state) == before)
        // The way out that it names.
        let hint = try #require(
            refused.standardError.split(separator: "`").first { $0.hasPrefix("snowmelt \(verb[0])") })
        let words = hint.split(separator: " ").dropFirst().map(String.init)
        let agreed = try await Program.run("snowmelt", words + options, directory: other.folder.path)
        #expect(agreed.code == (verb[0] == "publish" ? 5 : 0), "\(agreed)")
    }

    @Test("on a terminal, the user is asked", arguments: ["y", "n"])
    func terminal(answer: String) async throws {
        let (one, other) = try await two()
        #expect(try await one.snowmelt("plan", "--name", "first").code == 0)
        // `script` gives the program a terminal, and passes the answer on.
        let program = try Program.path(of: "snowmelt")
        let asked = try await Program.run(
            "/bin/sh", ["-c", "echo \(answer) | script -qec '\(program) cancel first' /dev/null"],
            directory: other.folder.path)
        #expect(asked.standardOutput.contains("Really cancel it? [y/N]"), "\(asked)")
        #expect(
            try await one.control.rows("SELECT state FROM migration_status.run")
                == [answer == "y" ? "cancelled" : "active"])
    }
}
