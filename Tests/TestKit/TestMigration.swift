package import Model
import Postgres

/// A migration like a user's: files in a folder, and our real programs.
package struct TestMigration: Sendable {
    package let folder: TestFolder
    package let origin: TestSource
    package let target: TestDatabase
    /// The control database; the same as the target unless another one is given.
    package let control: TestDatabase

    /// Creates a migration from a new SQLite file.
    ///
    /// - Parameters:
    ///   - sql: the statements that create the source.
    ///   - tables: the config's `tables` section.
    ///   - defaults: the config's `defaults` section, indented by two.
    ///   - targetURL: the target's address for the programs, if it isn't the direct one.
    ///   - controlURL: the control database's address for the programs, if it isn't the direct one; the default is
    ///     `targetURL` if there is no `control`.
    package init(
        source sql: String, tables: String, defaults: String = "  threads: 2", target: TestDatabase,
        control: TestDatabase? = nil, targetURL: Secret? = nil, controlURL: Secret? = nil
    ) async throws {
        let folder = try TestFolder()
        let origin = TestSource.sqlite(in: folder)
        try await origin.run(sql)
        try self.init(
            from: origin, tables: tables, defaults: defaults, target: target, control: control, targetURL: targetURL,
            controlURL: controlURL, folder: folder)
    }

    /// Creates a migration from an existing source.
    ///
    /// - Parameters:
    ///   - dialect: the setting `source.dialect`.
    ///   - sourceSettings: further lines of the config's `source` section, indented by two.
    package init(
        from origin: TestSource, dialect: String = "auto", tables: String, defaults: String = "  threads: 2",
        sourceSettings: String = "", target: TestDatabase, control: TestDatabase? = nil, targetURL: Secret? = nil,
        controlURL: Secret? = nil, folder: TestFolder? = nil
    ) throws {
        let targetURL = targetURL ?? target.url
        let controlURL = controlURL ?? control?.url ?? targetURL
        self.folder = try folder ?? TestFolder()
        self.origin = origin
        self.target = target
        self.control = control ?? target
        try self.folder.write(
            "snowmelt.yaml",
            """
            source:
            \(origin.settings(dialect: dialect))
            \(sourceSettings)
            target:
              url: \(targetURL.revealed)
            control:
              url: \(controlURL.revealed)
            defaults:
            \(defaults)
            tables:
            \(tables)
            """)
    }

    /// Runs statements on the source.
    package func source(_ sql: String) async throws {
        try await origin.run(sql)
    }

    /// A query's rows at the source, sorted, with columns separated by `|`.
    package func sourceRows(_ query: String) async throws -> [String] {
        try await origin.rows(query)
    }

    /// A query's rows at the target, in the form of `sourceRows`.
    package func targetRows(_ query: String) async throws -> [String] {
        try await target.rows(query)
    }

    /// The number that a query returns in the target or the control database.
    package func number(_ query: String, in database: TestDatabase? = nil) async throws -> Int {
        let connection = try await (database ?? target).connect()
        let rows = try await connection.query(Statement(name: "number", text: "SELECT (\(query))::bigint AS n"))
        await connection.close()
        return try rows.first?.int("n") ?? 0
    }

    /// Runs `snowmelt` to its end.
    package func snowmelt(
        _ arguments: String..., environment: [String: String] = [:], under surroundings: [Surrounding] = [],
        timeout: Duration = .seconds(300)
    ) async throws -> Program.Ending {
        try await Program.run(
            "snowmelt", arguments, environment: environment, directory: folder.path, under: surroundings,
            timeout: timeout)
    }

    /// Runs `snowmelt-worker` to its end.
    package func worker(_ arguments: String..., environment: [String: String] = [:]) async throws -> Program.Ending {
        try await Program.run("snowmelt-worker", arguments, environment: environment, directory: folder.path)
    }

    /// Starts `snowmelt` or `snowmelt-worker`.
    package func start(
        _ name: String, _ arguments: String..., environment: [String: String] = [:],
        under surroundings: [Surrounding] = []
    ) throws -> Program {
        try Program(name, arguments, environment: environment, directory: folder.path, under: surroundings)
    }
}
