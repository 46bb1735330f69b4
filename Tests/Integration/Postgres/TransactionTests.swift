import Model
import Postgres
import TestKit
import Testing

private struct OwnError: Error, Equatable {}

@Suite("Transactions on PostgreSQL")
struct TransactionTests {
    private func connectionWithTable(function: String = #function) async throws -> PostgresConnection {
        let connection = try await PostgresCluster.shared.database(function: function).connect()
        try await connection.execute(sql("CREATE TABLE t (i int PRIMARY KEY)"))
        return connection
    }

    @Test("a transaction commits the changes of its body")
    func commits() async throws {
        let connection = try await connectionWithTable()
        let answer = try await connection.transaction { connection in
            try connection.execute(sql("INSERT INTO t VALUES ($1)"), [1])
            return try connection.query(sql("SELECT * FROM t")).count
        }
        #expect(answer == 1)
        #expect(try await connection.query(sql("SELECT * FROM t")).count == 1)
    }

    @Test("an error of the body rolls back and is passed on")
    func rollsBack() async throws {
        let connection = try await connectionWithTable()
        await #expect(throws: OwnError()) {
            try await connection.transaction { connection in
                try connection.execute(sql("INSERT INTO t VALUES (1)"))
                throw OwnError()
            }
        }
        let error = await postgresError {
            try await connection.transaction { connection in
                try connection.execute(sql("INSERT INTO t VALUES (1)"))
                try connection.execute(sql("INSERT INTO t VALUES (1)"))
            }
        }
        #expect(error?.sqlState == "23505")
        #expect(try await connection.query(sql("SELECT * FROM t")).isEmpty)
        #expect(await connection.isUsable())
    }

    @Test("the commit of a failed transaction is an error, although the server accepts it")
    func commitOfFailed() async throws {
        let connection = try await connectionWithTable()
        try await connection.begin()
        #expect(await !connection.isUsable())
        _ = await postgresError { try await connection.execute(sql("SELECT 1 / 0")) }
        let error = await postgresError { try await connection.commit() }
        #expect(error?.sqlState == "25P02")
        #expect(await connection.isUsable())
    }

    @Test("a transaction can't be begun inside another one")
    func beginTwice() async throws {
        let connection = try await connectionWithTable()
        try await connection.begin()
        let error = await postgresError { try await connection.begin() }
        #expect(error?.kind == .misuse)
        try await connection.rollback()
        #expect(await connection.isUsable())
    }

    @Test("if a session ends inside a transaction, the first error is kept and the connection is broken")
    func lostInside() async throws {
        let connection = try await connectionWithTable()
        let error = await postgresError {
            try await connection.transaction { connection in
                try connection.execute(sql("SELECT pg_terminate_backend(pg_backend_pid())"))
            }
        }
        #expect(error?.sqlState == "57P01")
        #expect(connection.isBroken)
    }
}
