import Model
import ODBCSource
import RowSource
import TestKit
import Testing

@Suite("Errors from ODBC")
struct ErrorTests {
    private func error(_ body: () async throws -> Void) async -> SourceError? {
        do {
            try await body()
        } catch {
            return error as? SourceError
        }
        return nil
    }

    @Test("an unregistered driver is named together with the registered ones")
    func missingDriver() async {
        let source = ODBCSource(connectionString: Secret("Driver=Snowflake9;PWD=canary-7351"))
        let error = await error { _ = try await source.connect() }
        #expect(error?.kind == .driverMissing)
        #expect(error?.operation == "SQLDriverConnect")
        #expect(error?.message.contains("'SQLite3'") == true)
        #expect(error?.description.contains("canary") == false)
    }

    @Test("a library that can't be opened counts as a missing driver")
    func missingLibrary() async {
        let source = ODBCSource(connectionString: Secret("Driver=/nowhere/libcanary.so"))
        #expect(await error { _ = try await source.connect() }?.kind == .driverMissing)
    }

    @Test("a missing SQLite file is an error, and isn't created")
    func missingFile() async throws {
        let file = try SQLiteFile()
        let error = await error { _ = try await file.source().connect() }
        #expect(error?.kind == .connection)
    }

    @Test("a wrong password is an authentication error that doesn't show it")
    func password() async throws {
        let server = try await MariaDBServer.shared
        let source = ODBCSource(
            connectionString: Secret(
                "Driver=MariaDB Unicode;Socket=\(server.socket);UID=nobody;PWD={canary;}}7351};Database=mysql"))
        let error = await error { _ = try await source.connect() }
        #expect(error?.kind == .authentication)
        #expect(error?.description.contains("canary") == false)
        let cluster = try await PostgresCluster.shared
        let postgres = ODBCSource(
            connectionString: Secret(
                """
                Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=\(cluster.port);Database=postgres;\
                Username=nobody;Password=canary7351
                """))
        let refused = await self.error { _ = try await postgres.connect() }
        #expect(refused?.kind == .authentication)
        #expect(refused?.description.contains("canary") == false)
    }

    @Test("a missing server is a connection error")
    func unreachable() async throws {
        let port = try freePort()
        let source = ODBCSource(
            connectionString: Secret(
                "Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=\(port);Database=x;Username=y"))
        #expect(await error { _ = try await source.connect() }?.kind == .connection)
    }

    @Test("missing tables and wrong statements have kinds of their own, and the driver's message")
    func statements() async throws {
        let file = try SQLiteFile()
        let connections = [
            try await file.connect("CREATE TABLE t (a)"), try await Servers.postgres().connect(),
            try await Servers.mariaDB("wrong").connect(),
        ]
        for connection in connections {
            let name = connection.dialect.name
            let missing = await error { _ = try await connection.rows("SELECT * FROM absent") }
            #expect(missing?.kind == .notFound, "\(name)")
            #expect(missing?.message.contains("absent") == true, "\(name)")
            #expect(missing?.operation == "SQLExecDirect", "\(name)")
            let column = await error { _ = try await connection.rows("SELECT absent FROM (SELECT 1 AS a) q") }
            #expect(column?.kind == .notFound, "\(name)")
            let wrong = await error { _ = try await connection.rows("SELECT FROM WHERE") }
            #expect(wrong?.kind == .statement, "\(name)")
            await connection.close()
            #expect(await error { _ = try await connection.rows("SELECT 1") }?.kind == .connection, "\(name)")
        }
    }
}
