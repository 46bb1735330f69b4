import Model
import PostgresSource
import RowSource
import TestKit
import Testing

@Suite("Reading PostgreSQL by COPY")
struct NativeReadingTests {
    /// A source on a new database, filled by `sql`.
    private static func source(_ sql: String, function: String = #function) async throws -> PostgresSource {
        let database = try await PostgresCluster.shared.database(function: function)
        try await database.execute(sql)
        return PostgresSource(url: database.url)
    }

    private static func column(_ name: String, _ type: TargetType) -> ColumnSpec {
        ColumnSpec(source: name, sourceType: .text(length: nil), target: name, targetType: type)
    }

    @Test("the catalogue returns names, keys, base types of domains, and storage")
    func catalogue() async throws {
        let source = try await Self.source(
            """
            CREATE DOMAIN price AS numeric(10,2);
            CREATE TABLE "Odd ""Name" (b int, "a ü" price, PRIMARY KEY ("a ü", b), c varchar(7)[], d bit(3), e money);
            CREATE VIEW v AS SELECT 1 AS one;
            CREATE TABLE p (i int) PARTITION BY LIST (i);
            CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
            """)
        let connection = try await source.connect()
        #expect(try await connection.tables(matching: "*").map(\.name) == ["Odd \"Name", "p", "v"])
        let table = try await connection.table(QualifiedName(schema: nil, name: "Odd \"Name"))
        #expect(table.name == QualifiedName(schema: "public", name: "Odd \"Name"))
        #expect(table.primaryKey == ["a ü", "b"])
        #expect(table.columns.map(\.isNullable) == [false, false, true, true, true])
        #expect(
            table.columns.map(\.equivalent) == [
                .integer, .numeric(precision: 10, scale: 2), .builtIn(name: "character varying[]"),
                .builtIn(name: "bit(3)"), .numeric(precision: nil, scale: 0),
            ])
        #expect(table.hasPlaces && !table.isView)
        let view = try await connection.table(QualifiedName(schema: "public", name: "v"))
        #expect(view.isView && !view.hasPlaces)
        #expect(try await !connection.table(QualifiedName(schema: "public", name: "p")).hasPlaces)
        let columns = try await connection.columns(
            ofQuery: "SELECT b + 1 AS next, now() AS at FROM public.\"Odd \"\"Name\"")
        #expect(columns.map(\.name) == ["next", "at"])
        #expect(columns.map(\.equivalent) == [.integer, .timestamptz])
        await connection.close()
    }

    @Test("a missing table, one that may not be read, a wrong statement and a wrong password are errors")
    func refusals() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute("CREATE TABLE secrets (a int)")
        let role = try await database.role(password: "canary", grants: ["CONNECT ON DATABASE \(database.name)"])
        let connection = try await PostgresSource(url: role.url).connect()
        await expect(.notFound) { _ = try await connection.table(QualifiedName(schema: nil, name: "nothing")) }
        await expect(.notFound) { _ = try await connection.rows("SELECT * FROM nothing") }
        await expect(.notFound) { _ = try await connection.rows("SELECT nothing FROM pg_class") }
        await expect(.statement) { _ = try await connection.rows("SELECT * FROM public.secrets") }
        await expect(.statement) { _ = try await connection.rows("SELEC 1") }
        await expect(.statement) { _ = try await connection.rows("CREATE TABLE public.t ()") }
        await expect(.value) { _ = try await connection.rows("SELECT 1 / 0") }
        #expect(try await connection.rows("SELECT 1, NULL, 'x'") == [["1", nil, "x"]])
        await connection.close()
        let wrong = Secret(role.url.revealed.split(separator: "canary").joined(separator: "other"))
        await expect(.authentication) { _ = try await PostgresSource(url: wrong).connect() }
        await expect(.connection) {
            _ = try await PostgresSource(url: Secret("postgresql://u@127.0.0.1:\(freePort())/d")).connect()
        }
    }

    private func expect(_ kind: SourceError.Kind, _ body: () async throws -> Void) async {
        let error = await #expect(throws: SourceError.self) { try await body() }
        #expect(error?.kind == kind, "\(error?.description ?? "")")
        #expect(error?.description.contains("canary") != true)
    }

    @Test("pieces limit rows and bytes, whatever the rows' sizes, and count them like the server")
    func pieces() async throws {
        let source = try await Self.source(
            """
            CREATE TABLE t AS SELECT i, repeat('x', CASE WHEN i % 1000 = 0 THEN 3000000 ELSE i % 70 END) AS t
              FROM generate_series(1, 5000) i
            """)
        let connection = try await source.connect()
        let options = CursorOptions(
            columns: [Self.column("i", .bigint), Self.column("t", .text)], batch: BatchLimits(rows: 100))
        let cursor = try #require(try await connection.openCopy("SELECT i, t FROM public.t", options: options))
        var (rows, bytes, largest) = (0, 0, 0)
        while let piece = try await cursor.next() {
            rows += piece.rowCount
            bytes += piece.bytes.count
            largest = max(largest, piece.bytes.count)
        }
        #expect(try await cursor.next() == nil)
        #expect(rows == 5000)
        #expect(bytes > 15_000_000)
        #expect(largest == 512 << 10)
        #expect(try await connection.rows("SELECT count(*) FROM public.t") == [["5000"]])
        await connection.close()
    }

    @Test("decoded batches keep their limits, except for a single long value")
    func batches() async throws {
        let source = try await Self.source(
            """
            CREATE TABLE t AS SELECT i, repeat('x', CASE WHEN i = 777 THEN 9000000 ELSE i % 700 END) AS t
              FROM generate_series(1, 9000) i
            """)
        let connection = try await source.connect()
        let options = CursorOptions(
            columns: [Self.column("i", .smallint), Self.column("t", .varchar(length: 10_000_000))],
            batch: BatchLimits(rows: 400, bytes: 100_000))
        #expect(try await connection.openCopy("SELECT i, t FROM public.t", options: options) == nil)
        let cursor = try await connection.open("SELECT i, t FROM public.t", options: options)
        var (rows, sum, length) = (0, 0, 0)
        while let batch = try await cursor.next() {
            rows += batch.rowCount
            #expect(batch.rowCount <= 400)
            guard case .int64(let numbers) = batch.columns[0].values, case .text(let texts) = batch.columns[1].values
            else {
                Issue.record("other layouts")
                break
            }
            #expect(batch.rowCount == 1 || texts.stride * batch.rowCount <= 100_000)
            for row in 0..<batch.rowCount {
                sum += Int(numbers[row])
                length += texts.lengths[row]
            }
        }
        #expect(rows == 9000)
        #expect(sum == 9000 * 9001 / 2)
        #expect(try await connection.rows("SELECT sum(length(t)) FROM public.t") == [["\(length)"]])
        await connection.close()
    }

    @Test("any connection can read a snapshot while it is held, and it is never mistaken for another one")
    func snapshots() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute("CREATE TABLE t AS SELECT 1 AS i")
        let source = PostgresSource(url: database.url)
        let hold = try #require(try await source.holdSnapshot())
        guard case .pinned(let point) = hold.snapshot else { throw TestKitError("it isn't pinned") }
        let id = try #require(point.split(separator: "@").first)
        let connection = try await source.connect()
        try await database.execute("INSERT INTO t VALUES (2)")
        try await connection.read(at: hold.snapshot)
        #expect(try await connection.rows("SELECT i FROM public.t") == [["1"]])
        try await connection.read(at: .unpinned)
        #expect(try await connection.rows("SELECT i FROM public.t ORDER BY i") == [["1"], ["2"]])
        for other in ["\(id)@1:1", String(id), "\(id)'; SELECT 1; --@1:1", "@", ""] {
            await expect(.statement) { try await connection.read(at: .pinned(other)) }
        }
        try await connection.read(at: hold.snapshot)
        #expect(try await connection.rows("SELECT i FROM public.t") == [["1"]])
        try await connection.read(at: .unpinned)
        await hold.close()
        try await eventually("the server has ended the session that held it") {
            do {
                try await connection.read(at: hold.snapshot)
                try await connection.read(at: .unpinned)
                return false
            } catch let error as SourceError {
                return error.kind == .statement
            }
        }
        await connection.close()
    }

    @Test("an abandoned cursor leaves a usable connection")
    func givenUp() async throws {
        let source = try await Self.source("CREATE TABLE t AS SELECT i FROM generate_series(1, 3000000) i")
        let connection = try await source.connect()
        let options = CursorOptions(columns: [Self.column("i", .integer)], batch: BatchLimits(rows: 100))
        let cursor = try #require(try await connection.openCopy("SELECT i FROM public.t", options: options))
        #expect(try await cursor.next() != nil)
        #expect(try await connection.rows("SELECT 1") == [["1"]])
        await #expect(throws: SourceError.self) { try await cursor.next() }
        await connection.close()
    }

    @Test("a cancel from another task ends a waiting COPY")
    func cancelled() async throws {
        let source = try await Self.source("CREATE TABLE t AS SELECT 1 AS i")
        let connection = try await source.connect()
        let options = CursorOptions(columns: [Self.column("i", .text)], batch: BatchLimits(rows: 100))
        // The server reports the begin of a COPY with its first rows.
        async let cursor = connection.openCopy("SELECT pg_sleep(600)::text AS i FROM public.t", options: options)
        try await eventually("it sleeps") {
            let watcher = try await source.connect()
            let rows = try await watcher.rows(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")
            await watcher.close()
            return !rows.isEmpty
        }
        connection.cancel()
        do {
            while try await cursor?.next() != nil {}
            Issue.record("the COPY came to an end")
        } catch let error as SourceError {
            #expect(error.kind == .cancelled)
        }
        await connection.close()
    }

    @Test("an error in the middle of the rows is an error, not their end")
    func failsMidway() async throws {
        let source = try await Self.source("CREATE TABLE t AS SELECT i FROM generate_series(1, 200000) i")
        let connection = try await source.connect()
        let options = CursorOptions(columns: [Self.column("i", .integer)], batch: BatchLimits(rows: 100))
        let cursor = try #require(
            try await connection.openCopy("SELECT 1 / (150000 - i) AS i FROM public.t", options: options))
        let error = await #expect(throws: SourceError.self) { while try await cursor.next() != nil {} }
        #expect(error?.kind == .value)
        await connection.close()
    }

    @Test("a session that the server ends is a lost connection")
    func terminated() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await PostgresSource(url: database.url).connect()
        let options = CursorOptions(columns: [Self.column("i", .text)], batch: BatchLimits(rows: 100))
        let cursor = try #require(
            try await connection.openCopy(
                "SELECT repeat('x', 1000) AS i FROM generate_series(1, 1000000)", options: options))
        #expect(try await cursor.next() != nil)
        try await database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'snowmelt-source' "
                + "AND datname = current_database()")
        let error = await #expect(throws: SourceError.self) { while try await cursor.next() != nil {} }
        #expect(error?.kind == .connection)
        await connection.close()
    }
}
