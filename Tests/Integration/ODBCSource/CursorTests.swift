import Model
import ODBCSource
import RowSource
import Synchronization
import TestKit
import Testing

@Suite("Cursors through ODBC")
struct CursorTests {
    enum System: CaseIterable { case sqlite, postgres, mariaDB }

    /// A connection to a new database on which these statements were run, and the object that keeps the database.
    private func connect(
        _ system: System, _ name: String, after statements: String...
    ) async throws -> (any SourceConnection, SQLiteFile?) {
        switch system {
        case .sqlite:
            let file = try SQLiteFile()
            return (try await file.connect(["CREATE TABLE empty (a)"] + statements), file)
        case .postgres: return (try await Servers.postgres().connect(after: statements), nil)
        case .mariaDB: return (try await Servers.mariaDB(name).connect(after: statements), nil)
        }
    }

    @Test("many rows arrive across blocks, once each and in order", arguments: System.allCases)
    func manyRows(_ system: System) async throws {
        let (connection, file) = try await connect(
            system, "many", after: "CREATE TABLE t (id bigint, s varchar(20))",
            """
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
            SELECT a.i * 900 + b.i - 900, CASE WHEN b.i % 3 = 0 THEN NULL ELSE 'row' END FROM n a, n b WHERE a.i <= 30
            """)
        let (rows, batches, _) = try await connection.readAll(
            "SELECT id, s FROM t ORDER BY id",
            columns: [
                SourceColumn(name: "id", type: .integer(bits: 64, signed: true), declaredType: "", isNullable: true),
                SourceColumn(name: "s", type: .text(length: 20), declaredType: "", isNullable: true),
            ])
        #expect(batches == 27)
        #expect(rows.count == 27000)
        for (index, row) in rows.enumerated() {
            let id = index + 1
            let expected: [ReadValue] = [
                system == .sqlite ? .text("\(id)") : .integer(Int64(id)),
                (index % 900 + 1) % 3 == 0 ? .null : .text("row"),
            ]
            guard row == expected else {
                Issue.record("row \(id) is \(row)")
                break
            }
        }
        await connection.close()
        withExtendedLifetime(file) {}
    }

    @Test("a batch stays unchanged while the next one is fetched", arguments: System.allCases)
    func twoBuffers(_ system: System) async throws {
        let (connection, file) = try await connect(system, "buffers")
        let sql = "SELECT 'a' AS s UNION ALL SELECT 'b' UNION ALL SELECT 'c' ORDER BY 1"
        let cursor = try await connection.open(sql, options: CursorOptions(batch: BatchLimits(rows: 1)))
        let first = try #require(try await cursor.next())
        let second = try #require(try await cursor.next())
        #expect(ReadValue(first.columns[0], 0) == .text("a"))
        #expect(ReadValue(second.columns[0], 0) == .text("b"))
        let third = try #require(try await cursor.next())
        #expect(ReadValue(second.columns[0], 0) == .text("b"))
        #expect(ReadValue(third.columns[0], 0) == .text("c"))
        let end = try await cursor.next()
        #expect(end?.rowCount == nil)
        await connection.close()
        withExtendedLifetime(file) {}
    }

    @Test(
        "a statement that never ends is interrupted from another task, and the connection can still be used",
        arguments: System.allCases)
    func cancel(_ system: System) async throws {
        let (connection, file) = try await connect(system, "cancelling")
        let endless =
            switch system {
            case .sqlite:
                """
                SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                SELECT i FROM n) WHERE i < 0
                """
            case .postgres: "SELECT pg_sleep(1e9)"
            case .mariaDB: "SELECT SLEEP(1e9)"
            }
        let ending = Mutex<SourceError.Kind?>(nil)
        let reading = Task {
            do throws(SourceError) {
                let cursor = try await connection.open(endless, options: CursorOptions(batch: BatchLimits(rows: 10)))
                while try await cursor.next() != nil {}
                ending.withLock { $0 = .other }
            } catch {
                ending.withLock { $0 = error.kind }
            }
        }
        // Before the statement runs there is nothing to interrupt, so cancel repeatedly until it ends. The statement
        // never ends by itself: if it isn't interrupted, this throws.
        try await eventually("the statement ends") {
            connection.cancel()
            return ending.withLock { $0 } != nil
        }
        await reading.value
        #expect(ending.withLock { $0 } == .cancelled)
        #expect(try await connection.rows("SELECT 1") == [["1"]])
        await connection.close()
        withExtendedLifetime(file) {}
    }

    @Test("opening a second cursor ends the first", arguments: System.allCases)
    func oneCursor(_ system: System) async throws {
        let (connection, file) = try await connect(system, "second")
        let options = CursorOptions(batch: BatchLimits(rows: 1))
        let first = try await connection.open("SELECT 1 AS a UNION ALL SELECT 2", options: options)
        _ = try await first.next()
        let second = try await connection.open("SELECT 3 AS a", options: options)
        await #expect(throws: SourceError.self) { try await first.next() }
        #expect(try await second.next() != nil)
        await connection.close()
        withExtendedLifetime(file) {}
    }

    @Test("1,000 columns with names that need quotes are read", arguments: [System.sqlite, .postgres, .mariaDB])
    func wide(_ system: System) async throws {
        let names = (1...1000).map { "select \"é`\($0)" }
        let dialect: any SQLDialect =
            switch system {
            case .sqlite: SQLiteDialect()
            case .postgres: PostgreSQLDialect()
            case .mariaDB: MariaDBDialect(name: "MariaDB")
            }
        let list = names.map { "\(dialect.quoted($0)) integer" }.joined(separator: ", ")
        let (connection, file) = try await connect(
            system, "wide", after: "CREATE TABLE t (\(list))",
            "INSERT INTO t VALUES (\((1...1000).map(String.init).joined(separator: ", ")))")
        let table = try await connection.table(QualifiedName(schema: nil, name: "t"))
        #expect(table.columns.map(\.name) == names)
        let rows = try await connection.readTable("t").rows
        #expect(rows.count == 1)
        #expect(
            rows.first == (1...1000).map { system == .sqlite ? .text("\($0)") : .integer(Int64($0)) })
        await connection.close()
        withExtendedLifetime(file) {}
    }
}
