import Failures
import Model
import Postgres
import TestKit
import Testing

@Suite("Statements on PostgreSQL")
struct StatementTests {
    @Test("parameters and results keep values, NULLs and letters")
    func parametersAndResults() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        let rows = try await connection.query(
            sql("SELECT $1::text AS t, $2::bigint AS i, $3::bool AS b, $4::float8 AS d, $5::int AS n, '' AS e"),
            ["zażółć 😀 '\"", .int(.min), true, .double(-0.1), nil])
        let row = try #require(rows.first)
        #expect(rows.count == 1)
        #expect(try row.string("t") == "zażółć 😀 '\"")
        #expect(try row.int("i") == .min)
        #expect(try row.bool("b"))
        #expect(try row.double("d") == -0.1)
        #expect(try row.optionalInt("n") == nil)
        #expect(try row.string("e") == "")
    }

    @Test("a result of an unexpected type is an error with column and statement")
    func mismatches() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        let row = try #require(try await connection.query(sql("SELECT 'x' AS word, NULL AS none")).first)
        let noInt = #expect(throws: PostgresError.self) { try row.int("word") }
        #expect(noInt?.description == "column word isn't a whole number (test statement, PQgetvalue)")
        let none = #expect(throws: PostgresError.self) { try row.string("none") }
        #expect(none?.message == "column none is NULL")
        let missing = #expect(throws: PostgresError.self) { try row.string("nowhere") }
        #expect(missing?.kind == .value)
    }

    @Test("a text with a zero byte is refused, not cut")
    func zeroByte() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        let error = await postgresError { try await connection.execute(sql("SELECT $1::text"), ["a\0b"]) }
        #expect(error?.kind == .value)
        #expect(error?.message.contains("$1") == true)
    }

    @Test("execute returns the number of rows changed, and a script runs several statements or none")
    func executeAndScript() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        try await connection.executeScript(sql("CREATE TABLE t (i int); INSERT INTO t SELECT generate_series(1, 5)"))
        #expect(try await connection.execute(sql("DELETE FROM t WHERE i > $1"), [3]) == 2)
        let error = await postgresError { try await connection.executeScript(sql("DELETE FROM t; SELECT 1 / 0")) }
        #expect(error?.sqlState == "22012")
        #expect(try await connection.query(sql("SELECT * FROM t")).count == 3)
    }

    @Test("the server's error has its SQLSTATE and message, and the connection can still be used")
    func serverError() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        let error = await postgresError { try await connection.query(sql("SELECT * FROM nowhere")) }
        #expect(error?.kind == .server)
        #expect(error?.disposition == .permanent)
        #expect(
            error?.description == #"relation "nowhere" does not exist [42P01] (test statement, PQgetResult)"#)
        #expect(try await connection.query(sql("SELECT 1 AS one")).first?.int("one") == 1)
        #expect(await connection.isUsable())
    }

    @Test("a refused value isn't in the error's text")
    func refusedValue() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        try await connection.executeScript(sql("CREATE TABLE t (k text PRIMARY KEY); INSERT INTO t VALUES ('canary')"))
        let cast = await postgresError { try await connection.query(sql("SELECT $1::text::int"), ["canary"]) }
        #expect(cast?.sqlState == "22P02")
        let twice = await postgresError { try await connection.execute(sql("INSERT INTO t VALUES ($1)"), ["canary"]) }
        #expect(twice?.sqlState == "23505")
        for error in [cast, twice] {
            #expect(error.map { $0.description.contains("canary") } == false)
        }
    }

    @Test("a statement past its deadline is cancelled, and the connection can still be used")
    func deadline() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        let error = await postgresError {
            try await connection.query(sql("SELECT pg_sleep(60)"), deadline: .milliseconds(200))
        }
        #expect(error?.kind == .deadline)
        #expect(error?.disposition == .transient)
        #expect(try await connection.query(sql("SELECT 1 AS one")).count == 1)
        #expect(!connection.isBroken)
    }

    @Test("a statement can be cancelled from another task")
    func cancel() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        let observer = try await database.connect()
        async let error = postgresError { try await connection.query(sql("SELECT pg_sleep(60)")) }
        try await eventually("the statement runs") {
            try await observer.query(
                sql("SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'"),
                [.int(Int(connection.backendPID))]
            ).count == 1
        }
        connection.cancel()
        #expect(await error?.kind == .cancelled)
        #expect(try await connection.query(sql("SELECT 1 AS one")).count == 1)
    }

    @Test("a late cancel doesn't cancel the next statement")
    func lateCancel() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        for _ in 0..<20 {
            connection.cancel()
            try await connection.execute(sql("SELECT pg_sleep(0.02)"))
        }
    }

    @Test("the server's message when it ends the session is the error, and the connection counts as broken")
    func terminatedBackend() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        try await database.execute("SELECT pg_terminate_backend(\(connection.backendPID), 5000)")
        let error = await postgresError { try await connection.query(sql("SELECT 1")) }
        #expect(error?.sqlState == "57P01")
        #expect(error?.kind == .connectionLost)
        #expect(error?.disposition == .transient)
        #expect(connection.isBroken)
        let next = await postgresError { try await connection.query(sql("SELECT 1")) }
        #expect(next?.kind == .connectionLost)
        #expect(next?.disposition == .transient)
        #expect(await !connection.isUsable())
    }

    @Test("a session that ends in the middle of a statement is reported with the server's message")
    func terminatedDuringStatement() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        async let error = postgresError { try await connection.query(sql("SELECT pg_sleep(60)")) }
        try await eventually("the statement is ended") {
            let observer = try await database.connect()
            let ended = try await observer.query(
                sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'"),
                [.int(Int(connection.backendPID))])
            return ended.count == 1
        }
        #expect(await error?.sqlState == "57P01")
    }

    @Test("a closed connection refuses further calls")
    func closed() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        await connection.close()
        #expect(connection.isBroken)
        connection.cancel()
        let error = await postgresError { try await connection.query(sql("SELECT 1")) }
        #expect(error?.kind == .connectionLost)
    }
}
