import ADBCSource
import Model
import Postgres
import RowSource
import Synchronization
import TestKit
import Testing

@Suite("Errors through ADBC", .enabled(if: ADBCDriver.obstacle == nil, "\(ADBCDriver.obstacle ?? "")"))
struct ADBCErrorTests {
    @Test("a missing SQLite file is an error, and isn't created; an odd name is found")
    func files() async throws {
        let folder = try TestFolder()
        let error = try await ADBCSources.error {
            _ = try await ADBCSource(
                driver: ADBCDriver.sqlite.path, options: .init(database: ["uri": Secret("\(folder.path)/no.db")])
            ).connect()
        }
        #expect(error?.kind == .connection)
        #expect(try await Program.run("ls", [folder.path]).standardOutput == "")
        let path = "\(folder.path)/källa 100%?.db"
        _ = try await Program.run("sqlite3", [path, "CREATE TABLE t (a); INSERT INTO t VALUES (1)"])
        let connection = try await ADBCSource(
            driver: ADBCDriver.sqlite.path, options: .init(database: ["uri": Secret(path)])
        ).connect()
        #expect(try await connection.rows("SELECT a FROM t") == [["1"]])
        await connection.close()
        let text = try folder.write(
            "text.db", "this is no database, whatever its name says; it is a text of some length")
        let noDatabase = try await ADBCSources.error {
            let connection = try await ADBCSource(
                driver: ADBCDriver.sqlite.path, options: .init(database: ["uri": Secret(text)])
            ).connect()
            _ = try await connection.tables(matching: "*")
        }
        #expect(noDatabase?.kind == .connection, "\(String(describing: noDatabase))")
    }

    @Test("a wrong password, an unknown user and a missing server are errors that show no password")
    func logins() async throws {
        let database = try await PostgresCluster.shared.database()
        let role = try await database.role(password: "right-pw")
        let wrong = role.url.revealed.split(separator: "right-pw", maxSplits: 1).joined(separator: "canary7351")
        let addresses = [
            (wrong, SourceError.Kind.authentication),
            (
                "postgresql://nobody_at_all:canary7351@127.0.0.1:\(database.cluster.port)/\(database.name)",
                .authentication
            ),
            ("postgresql://x:canary7351@127.0.0.1:\(try freePort())/none", .connection),
        ]
        for (address, kind) in addresses {
            let error = try await ADBCSources.error {
                _ = try await ADBCSource(
                    driver: ADBCDriver.postgresql.path, options: .init(database: ["uri": Secret(address)])
                ).connect()
            }
            #expect(error?.kind == kind, "\(String(describing: error))")
            #expect(error?.description.contains("canary") == false)
        }
    }

    @Test("missing tables and wrong statements have kinds of their own, and the driver's message")
    func statements() async throws {
        let connections = [
            try await ADBCSources.sqlite("CREATE TABLE t (a)").connection,
            try await ADBCSources.postgres("CREATE TABLE t (a int)").connection,
        ]
        for connection in connections {
            let name = connection.dialect.name
            let missing = try await ADBCSources.error { _ = try await connection.rows("SELECT * FROM absent") }
            #expect(missing?.kind == .notFound, "\(name): \(String(describing: missing))")
            #expect(missing?.message.contains("absent") == true, "\(name)")
            let column = try await ADBCSources.error {
                _ = try await connection.rows("SELECT absent FROM (SELECT 1 AS a) q")
            }
            #expect(column?.kind == .notFound, "\(name): \(String(describing: column))")
            let wrong = try await ADBCSources.error { _ = try await connection.rows("SELECT FROM WHERE") }
            #expect(wrong?.kind == .statement, "\(name): \(String(describing: wrong))")
            let table = try await ADBCSources.error {
                _ = try await connection.table(QualifiedName(schema: nil, name: "absent"))
            }
            #expect(table?.kind == .notFound, "\(name)")
            await connection.close()
            let closed = try await ADBCSources.error { _ = try await connection.rows("SELECT 1") }
            #expect(closed?.kind == .connection, "\(name)")
        }
    }

    @Test("a driver's status, SQLSTATE, vendor code and message are distinguished")
    func codes() async throws {
        let connection = try await ArrowCopy.source().connect()
        let cases: [(String, SourceError.Kind)] = [
            ("fail:9 state:42S02 vendor:2003 message:gone", .notFound), ("fail:10 message:reset", .connection),
            ("fail:13 message:who", .authentication), ("fail:9 state:28000 message:who", .authentication),
            ("fail:9 state:08006 vendor:262000 message:part", .connection), ("fail:9 state:22007 message:x", .value),
            ("fail:9 state:42601 message:x", .statement), ("fail:11 message:stopped", .cancelled),
            ("fail:5 message:x", .statement), ("fail:9 message:whatever", .other), ("fail:1", .other),
        ]
        for (sql, kind) in cases {
            let error = try await ADBCSources.error { _ = try await connection.rows(sql) }
            #expect(error?.kind == kind, "\(sql)")
            #expect(error?.operation == "StatementExecuteQuery")
        }
        let full = try await ADBCSources.error { _ = try await connection.rows(cases[0].0) }
        #expect(full?.sqlState == "42S02")
        #expect(full?.vendorCode == 2003)
        #expect(full?.message == "gone")
        await connection.close()
    }

    @Test("a statement is interrupted from another task, and the connection can still be used")
    func cancel() async throws {
        let (_, connection) = try await ADBCSources.postgres("CREATE TABLE t (a int)")
        for sql in ["SELECT pg_sleep(1e9)::text", "SELECT a::text FROM generate_series(1, 1e15::bigint) a"] {
            let ending = Mutex<SourceError.Kind?>(nil)
            let reading = Task {
                let error = try await ADBCSources.error {
                    let cursor = try await connection.open(sql, options: CursorOptions(batch: BatchLimits(rows: 10)))
                    while try await cursor.next() != nil {}
                }
                ending.withLock { $0 = error?.kind ?? .other }
            }
            // Before the statement runs there is nothing to interrupt, so cancel repeatedly until it ends.
            try await eventually("the statement ends") {
                connection.cancel()
                return ending.withLock { $0 } != nil
            }
            try await reading.value
            #expect(ending.withLock { $0 } == .cancelled)
        }
        #expect(try await connection.rows("SELECT 1") == [["1"]])
        await connection.close()
    }

    @Test("a connection that breaks between two batches is a connection error")
    func lostConnection() async throws {
        let (source, connection) = try await ADBCSources.postgres("CREATE TABLE t (a int)")
        let cursor = try await connection.open(
            "SELECT repeat('x', 1000) AS a FROM generate_series(1, 1000000) i",
            options: CursorOptions(batch: BatchLimits(rows: 100, bytes: 65_536)))
        _ = try await cursor.next()
        let database = try #require(source.database)
        try await database.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        let error = try await ADBCSources.error { while try await cursor.next() != nil {} }
        #expect(error?.kind == .connection, "\(String(describing: error))")
        await connection.close()
    }

    @Test("a driver that reports an interrupted statement as broken is understood")
    func cancelledAsBroken() async throws {
        let connection = try await ArrowCopy.source().connect()
        let before = try ADBCFixture.shared.blockedStatements
        let reading = Task { try await ADBCSources.error { _ = try await connection.rows("block:1") } }
        try await eventually("the statement blocks") { try ADBCFixture.shared.blockedStatements > before }
        connection.cancel()
        #expect(try await reading.value?.kind == .cancelled)
        await connection.close()
    }
}
