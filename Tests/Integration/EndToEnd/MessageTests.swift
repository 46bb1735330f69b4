import Model
import TestKit
import Testing

@Suite("Messages: the cause, the place and a way out that fits")
struct MessageTests {
    @Test(
        "a parameter that libpq doesn't accept is the URL's fault, not the server's",
        arguments: ["sslmode=bogus", "connect_timeout=soon", "port=0x10", "target_session_attrs=leader"])
    func urlParameter(parameter: String) async throws {
        let migration = try await migration()
        let url = migration.target.url.revealed
        let ending = try await migration.snowmelt(
            "run", environment: ["TARGET": url + (url.contains("?") ? "&" : "?") + parameter])
        expect(ending, code: 4, says: ["invalid", "Correct target.url"], notSaying: ["Check host and port"])
    }

    @Test("a target that is a standby is named as one")
    func standby() async throws {
        let primary = try await PostgresCluster.start()
        let database = try await primary.database()
        let standby = try await primary.standby()
        try await standby.catchUp(with: primary)
        let migration = try await migration()
        let ending = try await migration.snowmelt(
            "run", environment: ["TARGET": standby.counterpart(of: database).url.revealed])
        expect(ending, code: 4, says: ["standby", "Name the primary"], notSaying: ["Check host and port"])
    }

    @Test("a database file that isn't there is named", arguments: ["odbc", "adbc"])
    func missingFile(type: String) async throws {
        let migration = try await migration()
        let path = migration.folder.path + "/none.sqlite"
        let source =
            type == "odbc"
            ? "{type: odbc, connection: Driver=SQLite3;Database=\(path)}"
            : "{type: adbc, driver: \(ADBCDriver.sqlite.path), options: {uri: \(path)}}"
        let ending = try await check(migration, source: source)
        expect(ending, code: 3, says: [path, "No such file", "working directory"], notSaying: ["Check host"])
    }

    @Test(
        "hints name the settings that the source's type has",
        arguments: [
            ("{type: postgres, url: 'postgresql://x@127.0.0.1:1/d'}", ["Connection refused", "source.url"]),
            ("{type: postgres, url: 'postgresql://x@127.0.0.1:1/d?sslmode=bogus'}", ["Correct source.url"]),
            ("{type: adbc, driver: no_such_driver}", ["pip install adbc-driver-", "ADBC_DRIVER_PATH"]),
        ])
    func settings(source: String, says: [String]) async throws {
        let ending = try await check(migration(), source: source)
        expect(ending, code: 3, says: says, notSaying: ["discover", "source.connection", "source.options"])
    }

    @Test("a database that the source's server doesn't have")
    func noDatabase() async throws {
        let migration = try await migration()
        let url = migration.target.url.revealed.replacing("/\(migration.target.name)", with: "/no_such_database")
        let ending = try await check(migration, source: "{type: postgres, url: '\(url)'}")
        expect(
            ending, code: 3, says: ["no_such_database", "Check the database in source.url"], notSaying: ["discover"])
    }

    @Test(
        "a YAML file that other programs wrote",
        arguments: [
            ("source:\n\ttype: odbc\n", ["bad.yaml:2", "a tab indents this line"]),
            ("source:\n  type: odbc\n\u{A0} connection: x\n  dialect: auto\n", ["bad.yaml:", "space of another kind"]),
            (
                "source: {type: odbc, connection: 'postgresql://reader:canary@db/shop'}\n",
                ["source.connection", "type: postgres", "source.url"]
            ),
            ("target: {url: 'jdbc:postgresql://db/shop'}\n", ["target.url", "without jdbc:"]),
        ])
    func config(text: String, says: [String]) async throws {
        let migration = try await migration()
        try migration.folder.write("bad.yaml", text)
        let ending = try await migration.snowmelt("check", "--config", "bad.yaml")
        expect(ending, code: 2, says: says, notSaying: ["canary"])
    }

    @Test("a byte order mark doesn't matter")
    func byteOrderMark() async throws {
        let migration = try await migration()
        let text = try migration.folder.read("snowmelt.yaml")
        try migration.folder.write("marked.yaml", "\u{FEFF}" + text)
        let ending = try await migration.snowmelt("check", "--config", "marked.yaml")
        #expect(ending.code == 0, "\(ending.standardOutput)\(ending.standardError)")
    }

    @Test(
        "for a mistyped verb, the nearest is named", arguments: [("ru", "run"), ("stats", "status"), ("chek", "check")])
    func verb(typed: String, meant: String) async throws {
        let ending = try await migration().snowmelt(typed)
        expect(ending, code: 2, says: ["Unexpected argument '\(typed)' (did you mean \(meant)?)"], notSaying: [])
    }

    /// Runs `check` with another source.
    private func check(_ migration: TestMigration, source: String) async throws -> Program.Ending {
        try migration.folder.write(
            "other.yaml",
            """
            source: \(source)
            target: {url: "\(migration.target.url.revealed)"}
            tables: [{source: main.visits, target: public.visits}]
            """)
        return try await migration.snowmelt("check", "--config", "other.yaml")
    }

    /// A migration whose target can be set through the environment.
    private func migration() async throws -> TestMigration {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 3), tables: Visits.tables, target: try await PostgresCluster.shared.database())
        let text = try migration.folder.read("snowmelt.yaml")
        try migration.folder.write(
            "snowmelt.yaml",
            text.replacing(
                "url: \(migration.target.url.revealed)", with: "url: ${TARGET:-\(migration.target.url.revealed)}"))
        return migration
    }

    private func expect(_ ending: Program.Ending, code: Int32, says texts: [String], notSaying others: [String]) {
        let said = ending.standardError + ending.standardOutput
        #expect(ending.code == code, "\(said)")
        for text in texts { #expect(said.contains(text), "\(text) in: \(said)") }
        for text in others { #expect(!said.contains(text), "\(text) not in: \(said)") }
    }
}
