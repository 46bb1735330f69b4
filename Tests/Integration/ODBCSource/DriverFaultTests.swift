import Model
import ODBCSource
import RowSource
import TestKit
import Testing

/// Cursors of drivers that fail; see `ODBCFixture`.
@Suite("Drivers that fail")
struct DriverFaultTests {
    private static let sql = "SELECT id, s FROM t ORDER BY id"

    private enum System: CaseIterable { case sqlite, postgres }

    private func fixture(_ system: System) async throws -> ODBCFixture {
        let fixture = try await system == .sqlite ? ODBCFixture.sqlite() : .postgres()
        try await fixture.source.run(
            """
            CREATE TABLE t (id bigint, s varchar(100));
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
            SELECT i, 'text ' || i FROM n;
            """)
        return fixture
    }

    private func connect(_ fixture: ODBCFixture) async throws -> any SourceConnection {
        try await ODBCSource(connectionString: Secret(fixture.source.connection)).connect()
    }

    private func read(_ connection: any SourceConnection, batchRows: Int = 30) async throws -> [[ReadValue]] {
        let columns = [
            SourceColumn(name: "id", type: .integer(bits: 64, signed: true), declaredType: "bigint", isNullable: true),
            SourceColumn(name: "s", type: .text(length: 100), declaredType: "varchar(100)", isNullable: true),
        ]
        return try await connection.readAll(Self.sql, columns: columns, batchRows: batchRows).rows
    }

    private func error(_ body: () async throws -> Void) async -> SourceError? {
        do {
            try await body()
        } catch {
            return error as? SourceError
        }
        return nil
    }

    @Test("without a fault, the wrapped driver behaves like the driver", arguments: System.allCases)
    private func none(_ system: System) async throws {
        let fixture = try await fixture(system)
        let connection = try await connect(fixture)
        let rows = try await read(connection)
        #expect(rows.map { $0[1] } == (1...100).map { .text("text \($0)") })
        #expect(try await connection.table(QualifiedName(schema: nil, name: "t")).columns.map(\.name) == ["id", "s"])
        await connection.close()
    }

    @Test("a refused connection has the driver's SQLSTATE", arguments: System.allCases)
    private func refused(_ system: System) async throws {
        let fixture = try await fixture(system)
        for (state, kind) in [
            ("08001", SourceError.Kind.connection), ("28000", .authentication), ("HYT00", .connection),
        ] {
            try fixture.refuseConnections(state: state)
            let refused = await error { _ = try await connect(fixture) }
            #expect(refused?.kind == kind)
            #expect(refused?.sqlState == state)
            #expect(refused?.operation == "SQLDriverConnect")
        }
        #expect(try fixture.count(.refuse) == 3)
        try fixture.clear()
        let connection = try await connect(fixture)
        await connection.close()
    }

    @Test("a failure in the middle is never taken for the end", arguments: System.allCases)
    private func failure(_ system: System) async throws {
        let fixture = try await fixture(system)
        let connection = try await connect(fixture)
        for rows in [0, 30, 45, 99] {
            try fixture.set(.error(state: "08S01"), afterRows: rows, matching: "ORDER BY id")
            let failed = await error { _ = try await read(connection) }
            #expect(failed?.kind == .connection, "after \(rows) rows")
            #expect(failed?.sqlState == "08S01", "after \(rows) rows")
            #expect(failed?.operation == "SQLFetch", "after \(rows) rows")
        }
        try fixture.clear()
        #expect(try await read(connection).count == 100)
        await connection.close()
    }

    @Test("an early end can't be distinguished from the end, so counts must be compared", arguments: System.allCases)
    private func earlyEnd(_ system: System) async throws {
        let fixture = try await fixture(system)
        let connection = try await connect(fixture)
        for rows in [0, 30, 45] {
            try fixture.set(.end, afterRows: rows, matching: "ORDER BY id")
            #expect(try await read(connection).count == rows)
        }
        // After the end of a page the next page is requested.
        #expect(try fixture.count(.end) == (system == .postgres ? 6 : 3))
        await connection.close()
    }

    @Test("a fetch that hangs is cancelled if the driver reacts", arguments: System.allCases)
    private func hang(_ system: System) async throws {
        let fixture = try await fixture(system)
        let connection = try await connect(fixture)
        try fixture.set(.block(heedsCancel: true), afterRows: 30, matching: "ORDER BY id")
        let reading = Task { await error { _ = try await read(connection) }?.kind }
        try await eventually("the fetch hangs") { try fixture.count(.block) == 1 }
        connection.cancel()
        #expect(await reading.value == .cancelled)
        try fixture.clear()
        #expect(try await read(connection).count == 100)
        await connection.close()
    }

    @Test("with a driver that ignores a cancel, the statement still ends as cancelled")
    func deaf() async throws {
        let fixture = try await fixture(.sqlite)
        let connection = try await connect(fixture)
        try fixture.set(.block(heedsCancel: false), afterRows: 30, matching: "ORDER BY id")
        let reading = Task { await error { _ = try await read(connection) }?.kind }
        try await eventually("the fetch hangs") { try fixture.count(.block) == 1 }
        connection.cancel()
        try await eventually("the driver is told") { try fixture.count(.cancel) == 1 }
        #expect(try fixture.count(.block) == 1)
        try fixture.clear()
        // Its rows arrived anyway, but they aren't returned.
        #expect(await reading.value == .cancelled)
        await connection.close()
    }

    @Test(
        "texts reported as shorter than they are, or longer than any buffer, are refused", arguments: [-1, -3, 100_000])
    func textLengths(wrongBy bytes: Int) async throws {
        for system in System.allCases {
            let fixture = try await fixture(system)
            let connection = try await connect(fixture)
            try fixture.set(.lengthsOff(by: bytes, column: 2), afterRows: 45, matching: "ORDER BY id")
            let refused = await error { _ = try await read(connection) }
            #expect(refused?.kind == .value, "\(system)")
            #expect(refused?.message.contains("column 's', row 46") == true, "\(system): \(refused?.message ?? "")")
            #expect(refused?.message.contains("text 4") == false)
            try fixture.clear()
            #expect(try await read(connection).count == 100)
            await connection.close()
        }
    }

    @Test("a text reported as a little longer is refused, or read with its terminator, which no text can contain")
    func longerTexts() async throws {
        for system in System.allCases {
            let fixture = try await fixture(system)
            let connection = try await connect(fixture)
            for bytes in [1, 3, 50] {
                try fixture.set(.lengthsOff(by: bytes, column: 2), afterRows: 45, matching: "ORDER BY id")
                do {
                    for row in try await read(connection)[45...] {
                        guard case .text(let text) = row[1] else { continue }
                        #expect(text.contains("\0"), "\(system)")
                    }
                } catch let error as SourceError {
                    #expect(error.kind == .value, "\(system)")
                }
            }
            await connection.close()
        }
    }

    @Test("impossible lengths are refused and never taken for NULL", arguments: [1, 2], [-77, -2, .min])
    func impossibleLengths(column: Int, length: Int) async throws {
        // psqlODBC returns the first column as an integer.
        for system in System.allCases {
            let fixture = try await fixture(system)
            let connection = try await connect(fixture)
            try fixture.set(.lengthsSet(to: length, column: column), afterRows: 45, matching: "ORDER BY id")
            let refused = await error { _ = try await read(connection) }
            #expect(refused?.kind == .value, "\(system)")
            #expect(refused?.message.contains(column == 1 ? "'id'" : "'s'") == true, "\(system)")
            await connection.close()
        }
    }

    @Test("a complete value without a reported length is refused", arguments: System.allCases)
    private func unknownLengths(_ system: System) async throws {
        let fixture = try await fixture(system)
        let connection = try await connect(fixture)
        // SQL_NO_TOTAL.
        try fixture.set(.lengthsSet(to: -4, column: 2), afterRows: 45, matching: "ORDER BY id")
        let refused = await error { _ = try await read(connection) }
        #expect(refused?.kind == .value)
        await connection.close()
    }
}
