import TestKit
import Testing

@Suite("Values that the target can't hold")
struct RefusedValueTests {
    /// A value that stops its chunk, in the row with the key 7.
    struct Case: Sendable, CustomTestStringConvertible {
        var type: String
        var value: String
        /// What the message says of it.
        var reason: String
        var asked: String?

        var testDescription: String { "\(value) in \(type)" }
    }

    @Test(
        "SQLite's loose typing is refused where it is inexact",
        arguments: [
            Case(type: "INTEGER", value: "'canary'", reason: "a text that is no number"),
            Case(type: "INTEGER", value: "1.5", reason: "a number with a fraction"),
            Case(type: "INTEGER", value: "9223372036854775808", reason: "out of range"),
            Case(type: "INTEGER", value: "X'63616E617279'", reason: "a text that is no number"),
            Case(type: "REAL", value: "'canary'", reason: "a text that is no number"),
            Case(type: "DECIMAL(9,2)", value: "'canary'", reason: "a text that is no number"),
            Case(type: "DECIMAL(9,2)", value: "1.125", reason: "more digits after the point"),
            Case(type: "DECIMAL(9,2)", value: "12345678", reason: "out of range"),
            Case(type: "BOOLEAN", value: "2", reason: "neither true nor false"),
            Case(type: "DATE", value: "'canary'", reason: "a text that is no date"),
            Case(type: "DATE", value: "'2023-02-29'", reason: "not in the calendar"),
            Case(type: "DATE", value: "'0000-00-00'", reason: "year 0"),
            Case(type: "DATE", value: "20200101", reason: "no date"),
            Case(type: "TIME", value: "'25:00:00'", reason: "time of day"),
            Case(type: "TIMESTAMP", value: "'2016-12-31 23:59:60'", reason: "a leap second"),
            Case(type: "TIMESTAMP", value: "'2020-01-01 00:00:00.1234567'", reason: "finer than a microsecond"),
            Case(type: "UUID", value: "'canary'", reason: "a text that is no uuid"),
            Case(type: "TEXT", value: "'can' || char(0) || 'ary'", reason: "UTF-8"),
            Case(type: "TEXT", value: "CAST(X'63FF61' AS TEXT)", reason: "invalid UTF-8"),
            Case(type: "TEXT", value: "X'63616E617279'", reason: "UTF-8"),
            Case(type: "BLOB", value: "'canary'", reason: "declared to hold blobs"),
            Case(type: "JSON", value: "'{canary}'", reason: "json"),
            Case(type: "TEXT", value: "'canary'", reason: "a text longer", asked: "varchar(5)"),
            Case(type: "TEXT", value: "''", reason: "an empty text", asked: "integer"),
            Case(type: "REAL", value: "9e999", reason: "NaN or infinity", asked: "numeric(10,2)"),
        ])
    func sqlite(_ refused: Case) async throws {
        try await expectRefusal(of: refused, from: .sqlite(in: TestFolder()))
    }

    @Test(
        "MariaDB's zero dates, long times and NULs are refused",
        arguments: [
            Case(type: "DATE", value: "'0000-00-00'", reason: "year 0"),
            Case(type: "DATE", value: "'2023-02-00'", reason: "not in the calendar"),
            Case(type: "DATETIME", value: "'0000-00-00 00:00:00'", reason: "year 0"),
            Case(type: "TIMESTAMP", value: "'0000-00-00 00:00:00'", reason: "year 0"),
            Case(type: "TIME", value: "'838:59:59'", reason: "time of day"),
            Case(type: "TIME", value: "'-00:00:01'", reason: "time of day"),
            Case(type: "TEXT", value: "CONCAT('can', CHAR(0), 'ary')", reason: "U+0000"),
            Case(type: "VARBINARY(20)", value: "X'63FF'", reason: "invalid UTF-8", asked: "text"),
        ])
    func mariaDB(_ refused: Case) async throws {
        try await expectRefusal(of: refused, from: .mariaDB())
    }

    @Test(
        "PostgreSQL's values are refused where the asked type is narrower",
        arguments: [
            Case(type: "numeric", value: "'Infinity'", reason: "NaN or infinity", asked: "numeric(10,2)"),
            Case(type: "numeric", value: "12345678901", reason: "out of range", asked: "integer"),
            Case(type: "timestamptz", value: "'infinity'", reason: "a text that is no time", asked: "time"),
        ])
    func postgreSQL(_ refused: Case) async throws {
        try await expectRefusal(of: refused, from: .postgres())
    }

    /// The chunk fails, names table, column and row, shows no value, and leaves nothing.
    private func expectRefusal(of refused: Case, from source: TestSource) async throws {
        try await source.run(
            """
            CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, doubtful \(refused.type) NULL);
            INSERT INTO t (id) VALUES (1), (2), (3), (4), (5), (6);
            INSERT INTO t VALUES (7, \(refused.value));
            """)
        let rule = refused.asked.map { ", columns: {doubtful: {type: \"\($0)\"}}" } ?? ""
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).t, target: moved.t\(rule)}",
            target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run")
        let said = ending.standardError + ending.standardOutput
        #expect(ending.code == 5, "\(said)")
        for text in ["doubtful", "row 7", refused.reason] { #expect(said.contains(text), "\(text) in: \(said)") }
        #expect(!said.contains("canary"))
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 't'") == 0)
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == 0)
    }
}
