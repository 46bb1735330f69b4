import Glibc
import TestKit
import Testing

@Suite(
    "The Snowflake emulator",
    .enabled(if: SnowflakeEmulator.obstacle == nil, "\(SnowflakeEmulator.obstacle ?? "")"))
struct SnowflakeEmulatorTests {
    @Test("the unmodified driver confirms everything that the emulator promises")
    func driver() async throws {
        let checks = try await Program.run(
            SnowflakeEmulator.python, ["-B", "-m", "driver_checks", ADBCDriver.snowflake.path],
            directory: SnowflakeEmulator.folder,
            timeout: .seconds(600))
        #expect(checks.code == 0, "\(checks.standardOutput)\n\(checks.standardError)")
        let lines = checks.standardOutput.split(separator: "\n")
        #expect(lines.count == 42 && lines.allSatisfy { $0.hasPrefix("ok: ") }, "\(checks.standardOutput)")
    }

    @Test("it runs statements, keeps versions, and reports the statements it has received")
    func statements() async throws {
        let emulator = try await SnowflakeEmulator.start(
            script: "CREATE TABLE t (id INT); INSERT INTO t VALUES (1), (2);",
            duckdbScript: "CREATE TABLE D1.PUBLIC.N AS SELECT range AS ID FROM range(10)")
        #expect(try await emulator.run("SELECT COUNT(*) FROM n") == [["10"]])
        try await emulator.keepVersions(of: "D1.PUBLIC.T")
        let instant = try #require(try await emulator.run("SELECT CURRENT_TIMESTAMP()::VARCHAR").first?.first)
        let time = try #require(instant)
        try await emulator.run("DELETE FROM t WHERE id = 1")
        let pinned = "SELECT COUNT(*) AS pinned FROM t AT(TIMESTAMP => '\(time)'::TIMESTAMP_TZ)"
        #expect(try await emulator.run("SELECT COUNT(*) FROM t") == [["1"]])
        #expect(try await emulator.run(pinned) == [["2"]])
        let seen = try await emulator.statements(like: "%pinned%")
        #expect(seen.map(\.rows) == [1])
        #expect(seen.first?.history.map(\.table) == ["D1.PUBLIC.T"])
        #expect(seen.first?.history.map(\.clause) == ["AT"])
        #expect(try await emulator.run("SELECT 1", dialect: .duckdb) == [["1"]])
        await #expect(throws: TestKitError.self) { try await emulator.run("SELECT * FROM nope") }
        #expect(try await emulator.stop().code == 0)
    }

    @Test("it accepts faults, and ends orderly on SIGTERM")
    func endsInOrder() async throws {
        let emulator = try await SnowflakeEmulator.start()
        try await emulator.set(.cutAtMessage, part: 3, statement: "%factvisit%")
        try await emulator.set(.error(code: "000630", sqlstate: "57014"), times: nil)
        try await emulator.clearFaults()
        let ending = try await emulator.stop()
        #expect(ending.code == 0)
        #expect(ending.standardError.isEmpty, "\(ending.standardError)")
        // Its port is free immediately.
        let next = try await SnowflakeEmulator.start(options: ["--port", "\(emulator.port)"])
        #expect(next.port == emulator.port)
        #expect(try await next.stop().code == 0)
    }

    @Test("it ends with its parent process")
    func endsWithParent() async throws {
        let parent = try Program("/bin/sleep", ["1000"], directory: "/")
        let emulator = try await SnowflakeEmulator.start(options: ["--parent", "\(parent.pid)"])
        parent.signal(SIGKILL)
        _ = try await parent.ending()
        #expect(try await emulator.ending().code == 0)
    }

    @Test("a script that fails is an error with the statement's code")
    func failingScript() async throws {
        let error = await #expect(throws: TestKitError.self) {
            _ = try await SnowflakeEmulator.start(script: "SELECT * FROM nope")
        }
        #expect(error?.description.contains("002003") == true)
    }
}
