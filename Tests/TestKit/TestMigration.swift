import Model
import Postgres

/// A migration from an SQLite file over ODBC, as a user would set one up: files in a folder, our real programs.
package struct TestMigration: Sendable {
    package let folder: TestFolder
    package let target: TestDatabase
    /// Another database when it isn't the target.
    package let control: TestDatabase

    /// - Parameters:
    ///   - sql: what makes the source.
    ///   - tables: the config's `tables` section.
    ///   - defaults: the config's `defaults` section, indented by two.
    package init(
        source sql: String, tables: String, defaults: String = "  threads: 2", target: TestDatabase,
        control: TestDatabase? = nil
    ) async throws {
        folder = try TestFolder()
        self.target = target
        self.control = control ?? target
        try await Self.sqlite(sql, in: "\(folder.path)/source.sqlite", folder: folder)
        try folder.write(
            "snowmelt.yaml",
            """
            source:
              type: odbc
              connection: Driver=SQLite3;Database=\(folder.path)/source.sqlite
            target:
              url: \(target.url.revealed)
            control:
              url: \(self.control.url.revealed)
            defaults:
            \(defaults)
            tables:
            \(tables)
            """)
    }

    /// Runs statements on the source.
    package func source(_ sql: String) async throws {
        try await Self.sqlite(sql, in: "\(folder.path)/source.sqlite", folder: folder)
    }

    /// A query's rows at the source, sorted, columns separated by `|`.
    package func sourceRows(_ query: String) async throws -> [String] {
        let ending = try await Program.run(
            "sqlite3", ["-list", "-nullvalue", "∅", "\(folder.path)/source.sqlite", query])
        guard ending.code == 0 else { throw TestKitError("sqlite3: \(ending.standardError)") }
        return ending.standardOutput.split(separator: "\n").map(String.init).sorted()
    }

    /// A query's rows at the target, as `sourceRows`.
    package func targetRows(_ query: String) async throws -> [String] {
        let connection = try await target.connect()
        let statement = Statement(
            name: "rows",
            text:
                "SELECT array_to_string(ARRAY(SELECT j.value FROM json_each_text(row_to_json(q)) j), '|', '∅') AS line FROM (\(query)) q"
        )
        let rows = try await connection.query(statement).map { try $0.string("line") }
        await connection.close()
        return rows.sorted()
    }

    /// One number from the target or the control database.
    package func number(_ query: String, in database: TestDatabase? = nil) async throws -> Int {
        let connection = try await (database ?? target).connect()
        let rows = try await connection.query(Statement(name: "number", text: "SELECT (\(query))::bigint AS n"))
        await connection.close()
        return try rows.first?.int("n") ?? 0
    }

    /// Runs `snowmelt` to its end.
    package func snowmelt(
        _ arguments: String..., environment: [String: String] = [:], timeout: Duration = .seconds(120)
    ) async throws -> Program.Ending {
        try await Program.run(
            "snowmelt", arguments, environment: environment, directory: folder.path, timeout: timeout)
    }

    /// Starts `snowmelt` or `snowmelt-worker`.
    package func start(
        _ name: String, _ arguments: String..., environment: [String: String] = [:]
    ) throws -> Program {
        try Program(name, arguments, environment: environment, directory: folder.path)
    }

    private static func sqlite(_ sql: String, in database: String, folder: TestFolder) async throws {
        let script = try folder.write("script.sql", sql)
        let ending = try await Program.run("sqlite3", ["-bail", database, ".read \(script)"])
        guard ending.code == 0 else { throw TestKitError("sqlite3: \(ending.standardError)") }
    }
}
