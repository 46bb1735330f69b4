import Failures
import Model
import Postgres
import TestKit
import Testing

/// Rows of binary COPY with two columns of 4 bytes each.
private struct BinaryRows {
    var bytes: [UInt8] = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0] + [UInt8](repeating: 0, count: 8)

    mutating func append(_ first: Int32, _ second: Int32?) {
        append(Int16(2))
        append(Int32(4))
        append(first)
        append(second == nil ? Int32(-1) : 4)
        if let second { append(second) }
    }

    mutating func finish() { append(Int16(-1)) }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension PostgresConnection {
    fileprivate func send(_ bytes: [UInt8], deadline: Duration? = nil) throws {
        try bytes.withUnsafeBytes { try sendCopy($0, deadline: deadline) }
    }
}

@Suite("COPY into PostgreSQL")
struct CopyTests {
    private let copy = Statement(name: "copy visits", text: "COPY visits FROM STDIN (FORMAT binary)")
    private let copyText = Statement(name: "copy visits", text: "COPY visits FROM STDIN")

    private func connectionWithTable(function: String = #function) async throws -> PostgresConnection {
        let connection = try await PostgresCluster.shared.database(function: function).connect()
        try await connection.execute(sql("CREATE TABLE visits (id int PRIMARY KEY, amount int CHECK (amount > 0))"))
        return connection
    }

    @Test("binary rows arrive, in pieces that end anywhere, and are counted")
    func binaryRows() async throws {
        let connection = try await connectionWithTable()
        var rows = BinaryRows()
        for id in 0..<100_000 { rows.append(Int32(id), id % 3 == 0 ? nil : Int32(id)) }
        rows.finish()
        try await connection.begin()
        try await connection.startCopy(copy)
        for start in stride(from: 0, to: rows.bytes.count, by: 700_001) {
            try await connection.send(Array(rows.bytes[start..<min(start + 700_001, rows.bytes.count)]))
        }
        #expect(try await connection.finishCopy() == 100_000)
        try await connection.commit()
        let sums = try await connection.query(sql("SELECT count(*) AS n, count(amount) AS m FROM visits"))
        #expect(try sums.first?.int("n") == 100_000)
        #expect(try sums.first?.int("m") == 66_666)
    }

    @Test("a refused row's error has the server's message and the place, without values")
    func refusedRow() async throws {
        let connection = try await connectionWithTable()
        try await connection.startCopy(copyText)
        // The server may be quick enough for the first call to tell.
        let error = await postgresError {
            try await connection.send(Array("1\t1\n2\tcanary\n".utf8))
            return try await connection.finishCopy()
        }
        #expect(error?.sqlState == "22P02")
        #expect(
            error?.description == """
                COPY visits, line 2, column amount: invalid input syntax for type integer: "***" [22P02] \
                (copy visits, PQgetResult)
                """)
        #expect(await connection.isUsable())
        #expect(try await connection.query(sql("SELECT FROM visits")).isEmpty)
    }

    @Test("a row that violates a constraint isn't shown in the error")
    func brokenConstraint() async throws {
        let connection = try await connectionWithTable()
        try await connection.startCopy(copyText)
        // The server may be quick enough for the first call to tell.
        let error = await postgresError {
            try await connection.send(Array("1\t1\n2\t-4711\n".utf8))
            return try await connection.finishCopy()
        }
        #expect(error?.sqlState == "23514")
        #expect(error?.detail?.contains("4711") == true)
        #expect(error.map { $0.description.contains("4711") } == false)
        #expect(error?.description.hasPrefix("COPY visits, line 2: new row") == true)
    }

    @Test("an error is noticed while rows are still being sent")
    func noticedMeanwhile() async throws {
        let connection = try await connectionWithTable()
        try await connection.startCopy(copyText)
        let piece = Array(repeating: Array("x\t1\n".utf8), count: 100_000).flatMap { $0 }
        var sent = 0
        let error = await postgresError {
            for _ in 0..<2000 {
                try await connection.send(piece)
                sent += 1
            }
        }
        #expect(error?.sqlState == "22P02")
        #expect(sent < 2000)
        #expect(await connection.isUsable())
    }

    @Test("notices of triggers don't end a COPY")
    func notices() async throws {
        let connection = try await connectionWithTable()
        try await connection.executeScript(
            sql(
                """
                CREATE FUNCTION talk() RETURNS trigger LANGUAGE plpgsql SET client_min_messages = notice AS
                $$ BEGIN RAISE NOTICE 'row'; RETURN new; END $$;
                CREATE TRIGGER talk BEFORE INSERT ON visits FOR EACH ROW EXECUTE FUNCTION talk();
                """))
        try await connection.startCopy(copyText)
        for id in 0..<20_000 { try await connection.send(Array("\(id)\t1\n".utf8)) }
        #expect(try await connection.finishCopy() == 20_000)
    }

    @Test("an aborted COPY leaves no rows and a usable connection")
    func aborted() async throws {
        let connection = try await connectionWithTable()
        try await connection.startCopy(copyText)
        try await connection.send(Array("1\t1\n".utf8))
        let busy = await postgresError { try await connection.execute(sql("SELECT 1")) }
        #expect(busy?.kind == .misuse)
        await connection.abortCopy("the source failed")
        await connection.abortCopy("nothing to abort")
        #expect(await connection.isUsable())
        #expect(try await connection.query(sql("SELECT FROM visits")).isEmpty)
    }

    @Test("a session that ends in the middle of a COPY is reported with the server's message")
    func terminated() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        try await connection.execute(sql("CREATE TABLE visits (id int, amount int)"))
        try await connection.startCopy(copyText)
        try await connection.send(Array("1\t1\n".utf8))
        try await database.execute("SELECT pg_terminate_backend(\(connection.backendPID), 5000)")
        let rows = Array(repeating: Array("1\t1\n".utf8), count: 100_000).flatMap { $0 }
        let error = await postgresError { for _ in 0..<100 { try await connection.send(rows) } }
        #expect(error?.sqlState == "57P01")
        #expect(error?.disposition == .transient)
        #expect(connection.isBroken)
    }

    @Test("a server that accepts no rows runs into the deadline")
    func deadline() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        try await connection.executeScript(
            sql(
                """
                CREATE TABLE visits (id int, amount int);
                CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(60); RETURN new; END $$;
                CREATE TRIGGER hang BEFORE INSERT ON visits FOR EACH ROW EXECUTE FUNCTION hang();
                """))
        try await connection.startCopy(copyText)
        let rows = Array(repeating: Array("1\t1\n".utf8), count: 100_000).flatMap { $0 }
        let error = await postgresError {
            for _ in 0..<1000 { try await connection.send(rows, deadline: .milliseconds(300)) }
        }
        #expect(error?.kind == .deadline)
        #expect(await connection.isUsable())

        try await connection.startCopy(copyText)
        try await connection.send(Array("1\t1\n".utf8))
        let late = await postgresError { try await connection.finishCopy(deadline: .milliseconds(300)) }
        #expect(late?.kind == .deadline)
        #expect(await connection.isUsable())
    }

    @Test("calls out of order are refused")
    func outOfOrder() async throws {
        let connection = try await connectionWithTable()
        #expect(await postgresError { try await connection.send([1]) }?.kind == .misuse)
        #expect(await postgresError { try await connection.finishCopy() }?.kind == .misuse)
        #expect(await postgresError { try await connection.startCopy(sql("SELECT 1")) }?.kind == .misuse)
    }

    @Test("a COPY that can't start says why")
    func cannotStart() async throws {
        let connection = try await PostgresCluster.shared.database().connect()
        #expect(await postgresError { try await connection.startCopy(copy) }?.sqlState == "42P01")
        #expect(await connection.isUsable())
    }
}
