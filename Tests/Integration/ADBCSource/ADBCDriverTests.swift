// Foundation: makes folders and links.
import ADBCSource
import Foundation
import Glibc
import Model
import RowSource
import TestKit
import Testing

@Suite("ADBC drivers: found, loaded, refused", .enabled(if: ADBCDriver.obstacle == nil, "\(ADBCDriver.obstacle ?? "")"))
struct ADBCDriverTests {
    private func error(driver: String, entrypoint: String? = nil) async throws -> SourceError? {
        try await ADBCSources.error {
            _ = try await ADBCSource(driver: driver, entrypoint: entrypoint).connect()
        }
    }

    @Test("a driver reports its system, its own name and version", arguments: [ADBCDriver.sqlite, .postgresql])
    func names(driver: ADBCDriver) async throws {
        let source = driver == .sqlite ? TestSource.sqlite(in: try TestFolder()) : try await TestSource.postgres()
        try await source.run("CREATE TABLE t (a integer)")
        let connection = try await ADBCSources.of(source).connect()
        #expect(connection.dialect.name == (driver == .sqlite ? "SQLite" : "PostgreSQL"))
        #expect(connection.serverDescription.contains("driver ADBC"))
        await connection.close()
    }

    @Test("a missing path, a file that isn't a library and a library that isn't a driver are errors")
    func wrongFiles() async throws {
        let folder = try TestFolder()
        let text = try folder.write("libtext.so", "no library")
        for path in ["\(folder.path)/absent.so", text, "no_such_driver"] {
            let error = try #require(try await error(driver: path), "\(path)")
            #expect(error.kind == .driverMissing)
            #expect(error.operation == "dlopen")
        }
        let library = try #require(try await error(driver: "libm.so.6"))
        #expect(library.kind == .driverMissing)
        #expect(library.message.contains("AdbcDriverInit"))
    }

    @Test("an entry point that the library doesn't have is named")
    func missingSymbol() async throws {
        let error = try #require(try await error(driver: ADBCDriver.sqlite.path, entrypoint: "NoSuchInit"))
        #expect(error.kind == .driverMissing)
        #expect(error.operation == "dlsym")
        #expect(error.message.contains("NoSuchInit"))
    }

    @Test("an entry point that fails and a driver without the required functions are errors")
    func wrongTables() async throws {
        let path = try ADBCFixture.shared.path
        let failing = try #require(try await error(driver: path, entrypoint: "FixtureFailingInit"))
        #expect(failing.message == "the fixture doesn't want to")
        let bare = try #require(try await error(driver: path, entrypoint: "FixtureBareInit"))
        #expect(bare.kind == .driverMissing)
        #expect(bare.message.contains("StatementExecuteQuery"))
    }

    @Test("a driver of revision 1.0, without later functions and without a release function, works")
    func revision10() async throws {
        let connection = try await ArrowCopy.source("FixtureOldInit").connect()
        let error = try await ADBCSources.error { _ = try await connection.rows("fail:9 state:42601 message:no") }
        #expect(error?.kind == .statement)
        #expect(error?.vendorCode == nil)
        connection.cancel()
        await connection.close()
    }

    @Test("an option that the driver rejects is named, without its value")
    func refusedOption() async throws {
        let error = try await ADBCSources.error {
            _ = try await ADBCSource(
                driver: ADBCFixture.shared.path, entrypoint: "FixtureInit",
                options: .init(database: ["password": Secret("canary7351"), "refuse": Secret("not canary7351")])
            ).connect()
        }
        #expect(error?.operation == "DatabaseSetOption refuse")
        #expect(error?.message == "not ***")
    }

    @Test("a driver is found by its name in ADBC_DRIVER_PATH, and by a manifest there")
    func lookup() async throws {
        let migration = try await TestMigration(
            source: "CREATE TABLE visits (id INTEGER PRIMARY KEY)",
            tables: "  - {source: main.visits, target: public.visits}",
            target: try await PostgresCluster.shared.database())
        let folder = try TestFolder()
        try folder.write(
            "listed.toml",
            """
            name = "SQLite"
            [Driver]
            entrypoint = "AdbcDriverSqliteInit"
            [Driver.shared]
            linux_amd64 = "\(ADBCDriver.sqlite.path)"
            linux_arm64 = '\(ADBCDriver.sqlite.path)'
            """)
        for name in ["sqlite", "adbc_driver_sqlite", "adbc-driver-sqlite", "libadbc_driver_sqlite.so", "listed"] {
            try migration.folder.write(
                "snowmelt.yaml",
                """
                source: {type: adbc, driver: \(name), options: {uri: source.sqlite}}
                target: {url: "\(migration.target.url.revealed)"}
                tables: [{source: main.visits, target: public.visits}]
                """)
            let ending = try await migration.snowmelt(
                "check", environment: ["ADBC_DRIVER_PATH": "/nowhere:\(folder.path):\(ADBCDriver.folder)"])
            #expect(ending.standardOutput.contains("SQLite 3"), "\(name): \(ending.standardOutput)")
        }
        let ending = try await migration.snowmelt("check", environment: ["ADBC_DRIVER_PATH": "", "HOME": folder.path])
        #expect(ending.code == 3)
        #expect(ending.standardOutput.contains("ADBC_DRIVER_PATH"), "\(ending.standardOutput)")
    }

    @Test(
        "a driver is found where pip, conda and dbc put it",
        arguments: [
            ("VIRTUAL_ENV", "lib/python3.11/site-packages"), ("CONDA_PREFIX", "lib"),
            ("VIRTUAL_ENV", "etc/adbc/drivers"), ("HOME", ".config/adbc/drivers"),
            ("HOME", ".local/lib/python3.12/site-packages"),
        ])
    func places(variable: String, place: String) async throws {
        let migration = try await TestMigration(
            source: "CREATE TABLE visits (id INTEGER PRIMARY KEY)",
            tables: "  - {source: main.visits, target: public.visits}",
            target: try await PostgresCluster.shared.database(function: "places\(variable)\(place.count)"))
        try migration.folder.write(
            "snowmelt.yaml",
            """
            source: {type: adbc, driver: sqlite, options: {uri: source.sqlite}}
            target: {url: "\(migration.target.url.revealed)"}
            tables: [{source: main.visits, target: public.visits}]
            """)
        let folder = try TestFolder()
        // As in a wheel, which has a folder of its own.
        let wheel = "\(folder.path)/\(place)/adbc_driver_sqlite"
        try FileManager.default.createDirectory(atPath: wheel, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(wheel)/libadbc_driver_sqlite.so", withDestinationPath: ADBCDriver.sqlite.path)
        var environment = ["ADBC_DRIVER_PATH": "", "VIRTUAL_ENV": "", "CONDA_PREFIX": "", "HOME": "/nowhere"]
        #expect(try await migration.snowmelt("check", environment: environment).code == 3)
        environment[variable] = folder.path
        let ending = try await migration.snowmelt("check", environment: environment)
        #expect(ending.standardOutput.contains("SQLite 3"), "\(ending.standardOutput)")
    }

    @Test("the Snowflake driver loads; an impossible login is an error that shows no password")
    func snowflake() async throws {
        let error = try #require(
            try await ADBCSources.error {
                _ = try await ADBCSource(
                    driver: ADBCDriver.snowflake.path,
                    options: .init(database: [
                        "adbc.snowflake.sql.account": Secret("x"), "username": Secret("u"),
                        "password": Secret("canary7351"), "adbc.snowflake.sql.uri.host": Secret("127.0.0.1"),
                        "adbc.snowflake.sql.uri.port": Secret("\(freePort())"),
                        "adbc.snowflake.sql.uri.protocol": Secret("http"),
                        "adbc.snowflake.sql.client_option.login_timeout": Secret("1s"),
                        "adbc.snowflake.sql.client_option.request_timeout": Secret("1s"),
                    ])
                ).connect()
            })
        #expect(error.kind == .connection, "\(error)")
        #expect(!error.description.contains("canary"))
        let unknown = try await ADBCSources.error {
            _ = try await ADBCSource(
                driver: ADBCDriver.snowflake.path,
                options: .init(database: ["adbc.snowflake.sql.uri.port": Secret("no port")])
            ).connect()
        }
        #expect(unknown?.operation == "DatabaseInit")
        #expect(unknown?.message.contains("Port option") == true, "\(String(describing: unknown))")
    }
}
