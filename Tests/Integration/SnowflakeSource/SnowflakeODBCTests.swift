import Model
import RowSource
import SnowflakeSource
import TestKit
import Testing

/// psqlODBC, under Snowflake's name, takes the place of Snowflake's driver.
@Suite("Snowflake over ODBC")
struct SnowflakeODBCTests {
    private func source(_ fixture: ODBCFixture, password: String = "p;w}") throws -> SnowflakeSource {
        let pairs = fixture.source.connection.split(separator: ";").map { $0.split(separator: "=", maxSplits: 1) }
        func value(_ key: String) throws -> String { String(try #require(pairs.first { $0[0] == key })[1]) }
        return SnowflakeSource(
            SnowflakeConfiguration(
                account: "org-acc", user: "postgres", credential: .password(Secret(password)), role: "R",
                warehouse: "W", database: try value("Database"), schema: "S", host: "127.0.0.1",
                port: Int(try value("Port")), route: .odbc, driver: try value("Driver")))
    }

    private static let settings = [
        "TIMEZONE = 'UTC'", "ROWS_PER_RESULTSET = 0", "QUOTED_IDENTIFIERS_IGNORE_CASE = false", "JSON_INDENT = 0",
        "GEOGRAPHY_OUTPUT_FORMAT = 'GeoJSON'", "GEOMETRY_OUTPUT_FORMAT = 'GeoJSON'",
    ].map { "ALTER SESSION SET \($0)" }

    @Test("a session is set up before anything is read, and has a query tag")
    func session() async throws {
        let fixture = try await ODBCFixture.postgres(system: "Snowflake")
        let connection = try await source(fixture).connect()
        #expect(connection.dialect.name == "Snowflake")
        #expect(try fixture.sessionSettings() == Self.settings)
        let run = RandomID()
        let label = StatementLabel(run: run, table: QualifiedName(schema: "S", name: "it's"), chunk: 7)
        try await connection.label(label)
        #expect(
            try fixture.sessionSettings().dropFirst(Self.settings.count) == [
                "ALTER SESSION SET QUERY_TAG = 'snowmelt run=\(run.text) table=S.it''s chunk=7'"
            ])
        #expect(try await connection.rows("SELECT 7, NULL, 'é'") == [["7", nil, "é"]])
        await connection.close()
    }

    @Test("a driver for another system is refused; for a missing driver, the error says how to install it")
    func refused() async throws {
        let elsewhere = try await ODBCFixture.postgres()
        let other = await #expect(throws: SourceError.self) { _ = try await source(elsewhere).connect() }
        #expect(other?.message.contains("not to Snowflake") == true, "\(String(describing: other))")

        let fixture = try await ODBCFixture.postgres(system: "Snowflake")
        try fixture.refuseConnections(state: "28000")
        let login = await #expect(throws: SourceError.self) {
            _ = try await source(fixture, password: "c4nary").connect()
        }
        #expect(login?.kind == .authentication && login?.advice?.contains("source.user") == true)
        #expect(!"\(String(describing: login))".contains("c4nary"))

        let missing = SnowflakeSource(
            SnowflakeConfiguration(
                account: "a", user: "u", credential: .password(Secret("c4nary")), database: "d", route: .odbc))
        let error = await #expect(throws: SourceError.self) { _ = try await missing.connect() }
        #expect(error?.kind == .driverMissing && error?.advice?.contains("source.driver_path") == true)
        #expect(!"\(String(describing: error))".contains("c4nary"))
    }
}
