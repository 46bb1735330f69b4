import ADBCSource
import Model
import RowSource
import TestKit
import Testing

@Suite("Rows and catalogues through ADBC", .enabled(if: ADBCDriver.obstacle == nil, "\(ADBCDriver.obstacle ?? "")"))
struct ADBCReadingTests {
    private func drain(_ cursor: any BatchCursor) async throws(SourceError) -> (rows: Int, batches: Int) {
        var (rows, batches) = (0, 0)
        while let batch = try await cursor.next() {
            rows += batch.rowCount
            batches += 1
        }
        await cursor.close()
        return (rows, batches)
    }

    @Test("many batches arrive once each and in order, whatever the driver's batches are")
    func manyBatches() async throws {
        let copy = try await ArrowCopy()
        let expected = (1...20_000).map { $0 % 3 == 0 ? "∅" : "row \($0)" }
        let rows = "SELECT CASE WHEN i % 3 <> 0 THEN 'row ' || i END AS c FROM"
        let sqlite = try await ADBCSources.sqlite("CREATE TABLE t (a)").connection
        let numbers =
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n)"
        #expect(
            try await copy.texts(of: "\(rows) \(numbers)", from: sqlite, as: .text, batchRows: 700) == expected)
        let postgres = try await ADBCSources.postgres("CREATE TABLE t (a int)").connection
        #expect(
            try await copy.texts(of: "\(rows) generate_series(1, 20000) i", from: postgres, as: .text, batchRows: 700)
                == expected)
    }

    @Test("a driver's batch is passed on in slices; each stays valid while the next is fetched, and is released once")
    func lifetimes() async throws {
        let copy = try await ArrowCopy()
        let released = ReleaseCount()
        let column = ArrowColumn.texts("u", ["a", nil, "c", "d", "e"], offset: 3)
        let stream = ArrowArrays.stream([("c", column)], batches: 3, released: released)
        let sql = try ADBCFixture.shared.statement(for: stream)
        let texts = try await copy.texts(of: sql, from: ArrowCopy.source().connect(), as: .text, batchRows: 2)
        #expect(texts == ["a", "∅", "c", "d", "e", "a", "∅", "c", "d", "e", "a", "∅", "c", "d", "e"])
        // Each batch is a structure and its column.
        #expect(released.value == 6)
    }

    @Test("a cursor that is closed in the middle releases its batches")
    func closedEarly() async throws {
        let released = ReleaseCount()
        let stream = ArrowArrays.stream(
            [("c", .fixed("l", [Int64(1), 2], junk: 0))], batches: 9, released: released)
        let connection = try await ArrowCopy.source().connect()
        do {
            let sql = try ADBCFixture.shared.statement(for: stream)
            let cursor = try await connection.open(sql, options: CursorOptions(batch: BatchLimits(rows: 10)))
            for _ in 0..<4 { _ = try await cursor.next() }
            #expect(released.value == 4)
            await cursor.close()
        }
        await connection.close()
        try await eventually("all that was fetched is given back") { released.value == 8 }
    }

    @Test("fewer or more rows than the driver declared fail the statement at its end", arguments: [9, 11, 10, 0, -1])
    func declaredRows(declared: Int) async throws {
        let stream = ArrowArrays.stream([("c", .fixed("l", [Int64(1), 2], junk: 0))], batches: 5)
        let sql = "\(try ADBCFixture.shared.statement(for: stream)) declare:\(declared)"
        let connection = try await ArrowCopy.source().connect()
        let cursor = try await connection.open(sql, options: CursorOptions(batch: BatchLimits(rows: 100)))
        let error = try await ADBCSources.error {
            let rows = try await drain(cursor).rows
            #expect(rows == 10)
        }
        if declared == 9 || declared == 11 {
            #expect(error?.kind == .other)
            #expect(error?.message.contains("declared \(declared) rows and returned 10") == true)
        } else {
            #expect(error == nil)
        }
        await connection.close()
    }

    @Test("an error after the first batches is the driver's own")
    func lateError() async throws {
        let stream = ArrowArrays.stream(
            [("c", .fixed("l", [Int64(1)], junk: 0))], batches: 2, failing: "connection reset by peer")
        let connection = try await ArrowCopy.source().connect()
        let cursor = try await connection.open(
            try ADBCFixture.shared.statement(for: stream), options: CursorOptions(batch: BatchLimits(rows: 100)))
        let error = try await ADBCSources.error { _ = try await drain(cursor) }
        #expect(error?.kind == .connection)
        #expect(error?.operation == "get_next")
        #expect(error?.message == "connection reset by peer")
        await connection.close()
    }

    @Test("data in another layout than declared are refused")
    func malformed() async throws {
        let backwards = ArrowColumn(
            "u", rows: 2, buffers: [nil, [0, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0], [65, 66, 67, 68, 69]])
        let outside = ArrowColumn.dictionary([5], of: .texts("u", ["a"]))
        let beyond = ArrowColumn.views("vu", [Array("a view of more than twelve".utf8)])
        beyond.buffers[1]?[12] = 200
        let short = ArrowColumn("l", rows: 1, buffers: [nil])
        let missing = ArrowColumn("l", rows: 1, buffers: [nil, nil])
        let unknown = ArrowColumn("+r", rows: 1, buffers: [])
        let union = ArrowColumn("+ud:0,1", rows: 1, buffers: [[0], [0, 0, 0, 0]])
        let sparse = ArrowColumn("+us:0", rows: 1, buffers: [[0]])
        for column in [backwards, outside, beyond, short, missing, unknown, union, sparse] {
            let connection = try await ArrowCopy.source().connect()
            let stream = ArrowArrays.stream([("odd", column)])
            let error = try await ADBCSources.error {
                let cursor = try await connection.open(
                    ADBCFixture.shared.statement(for: stream), options: CursorOptions(batch: BatchLimits(rows: 100)))
                _ = try await drain(cursor)
            }
            #expect(error?.message.contains("'odd'") == true, "\(column.format): \(String(describing: error))")
            await connection.close()
        }
    }

    @Test("a result with another number of columns than planned is refused")
    func columnCount() async throws {
        let (_, connection) = try await ADBCSources.sqlite("CREATE TABLE t (a)")
        let spec = ColumnSpec(source: "a", sourceType: .text(length: nil), target: "a", targetType: .text)
        let error = try await ADBCSources.error {
            _ = try await connection.open(
                "SELECT 1, 2", options: CursorOptions(columns: [spec], batch: BatchLimits(rows: 1)))
        }
        #expect(error?.kind == .statement)
        await connection.close()
    }

    @Test("small results are returned as texts", arguments: [ADBCDriver.sqlite, .postgresql])
    func rows(driver: ADBCDriver) async throws {
        let statements = "CREATE TABLE t (a integer, b text)"
        let connection =
            driver == .sqlite
            ? try await ADBCSources.sqlite(statements).connection
            : try await ADBCSources.postgres(statements).connection
        #expect(
            try await connection.rows("SELECT 1, 'é', NULL, 0.5 UNION ALL SELECT 2, '', 'x', 1.5 ORDER BY 1") == [
                ["1", "é", nil, "0.5"], ["2", "", "x", "1.5"],
            ])
        #expect(try await connection.rows("SELECT * FROM t") == [])
        await connection.close()
    }

    @Test("a SQLite column whose first thousands of rows are NULL is read again with a longer sample")
    func lateClass() async throws {
        let (_, connection) = try await ADBCSources.sqlite(
            """
            CREATE TABLE t (a TEXT);
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
            SELECT CASE WHEN i > 20000 THEN 'late' END FROM n
            """)
        let table = try await connection.table(QualifiedName(schema: nil, name: "t"))
        let sql = "SELECT \(connection.dialect.readExpression(table.columns[0])) FROM t"
        var outgrown = 0
        while true {
            let cursor = try await connection.open(sql, options: CursorOptions(batch: BatchLimits(rows: 25_000)))
            let error = try await ADBCSources.error {
                let rows = try await drain(cursor).rows
                #expect(rows == 30_000)
            }
            guard let error else { break }
            try #require(error.kind == .outgrown, "\(error)")
            outgrown += 1
        }
        #expect((1...3).contains(outgrown))
        #expect(try await connection.rows(sql).count { $0 == ["late"] } == 10_000)
        await connection.close()
    }

    @Test("texts in a SQLite column of reals are refused, since the driver would round the reals")
    func mixedReals() async throws {
        let (_, connection) = try await ADBCSources.sqlite(
            "CREATE TABLE t (a REAL); INSERT INTO t VALUES (0.1234567891), ('no number')")
        let table = try await connection.table(QualifiedName(schema: nil, name: "t"))
        let column = ColumnSpec(
            source: "a", sourceType: table.columns[0].type, target: "a", targetType: .doublePrecision)
        let error = try await ADBCSources.error {
            let reading = connection.dialect.reading(table.columns[0], for: .doublePrecision)
            let sql = "SELECT \(reading.expression) FROM t"
            _ = try await connection.open(sql, options: CursorOptions(columns: [column], batch: BatchLimits(rows: 10)))
        }
        #expect(error?.kind == .value)
        #expect(error?.message.contains("'a'") == true)
        await connection.close()
    }

    @Test("the driver's own catalogue: tables, views, columns, keys")
    func driverCatalogue() async throws {
        let (_, connection) = try await ADBCSources.postgres(
            """
            CREATE SCHEMA shop; CREATE SCHEMA other;
            CREATE TABLE shop."Visits é" (b int, a bigint, "c d" numeric(10,2), e timestamptz, f text, PRIMARY KEY (a, b));
            CREATE VIEW shop.seen AS SELECT 1::smallint AS one; CREATE TABLE other.plain (x date);
            CREATE TABLE shop."Visits_é" (y int)
            """, dialect: .ansi)
        let names = try await connection.tables(matching: "*").map(\.description)
        #expect(names.count { !$0.contains("pg_") } == 4, "\(names)")
        #expect(names.contains("shop.Visits é"))
        let table = try await connection.table(QualifiedName(schema: "shop", name: "Visits é"))
        // The driver returns a key's columns in the arbitrary order of the server's plan.
        #expect(table.primaryKey.sorted() == ["a", "b"])
        #expect(table.columns.map(\.name) == ["b", "a", "c d", "e", "f"])
        #expect(table.columns[1].type == .integer(bits: 64, signed: true))
        #expect(table.columns[3].type == .timestamp(zoned: true))
        #expect(try await connection.table(QualifiedName(schema: nil, name: "seen")).isView)
        let columns = try await connection.columns(ofQuery: "SELECT x, 1.5::float8 AS y FROM other.plain")
        #expect(columns.map(\.type) == [.date, .float64])
        await connection.close()
    }

    @Test("a query's columns have the types that the system declares", arguments: [ADBCDriver.sqlite, .postgresql])
    func queryColumns(driver: ADBCDriver) async throws {
        let statements = "CREATE TABLE t (a integer, b varchar(20), c date, d decimal(10,2))"
        let connection =
            driver == .sqlite
            ? try await ADBCSources.sqlite(statements).connection
            : try await ADBCSources.postgres(statements).connection
        let query = "SELECT a, b AS \"the b\", c, d, 'x' || b AS e FROM t -- all of it"
        for _ in 0..<2 {
            let columns = try await connection.columns(ofQuery: query)
            #expect(columns.map(\.name) == ["a", "the b", "c", "d", "e"])
            #expect(columns[0].type == .integer(bits: driver == .sqlite ? 64 : 32, signed: true))
            #expect(columns[2].type == .date)
            guard case .decimal = columns[3].type else {
                Issue.record("d is \(columns[3].type)")
                continue
            }
            #expect(columns[4].type == (driver == .sqlite ? .undeclared : .text(length: nil)))
        }
        await connection.close()
    }
}
