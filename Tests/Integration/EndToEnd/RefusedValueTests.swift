import TestKit
import Testing

@Suite("Values that the target can't hold")
struct RefusedValueTests {
    /// A value that stops its chunk, in the row with the key 7.
    struct Case: Sendable, CustomTestStringConvertible {
        var type: String
        var value: String
        /// The reason in the message.
        var reason: String
        var asked: String?

        var testDescription: String { "\(value) in \(type)" }
    }

    @Test("SQLite's values of other types are refused where converting them would be inexact")
    func sqlite() async throws {
        let cases = [
            Case(type: "INTEGER", value: "'canary'", reason: "a value that isn't a number"),
            Case(type: "INTEGER", value: "1.5", reason: "a number with a fraction"),
            Case(type: "INTEGER", value: "1e30", reason: "out of range"),
            Case(type: "INTEGER", value: "X'63616E617279'", reason: "a value that isn't a number"),
            Case(type: "REAL", value: "'canary'", reason: "a value that isn't a number"),
            Case(type: "DECIMAL(9,2)", value: "'canary'", reason: "a value that isn't a number"),
            Case(type: "DECIMAL(9,2)", value: "1.125", reason: "more digits after the point"),
            Case(type: "DECIMAL(9,2)", value: "12345678", reason: "out of range"),
            Case(type: "BOOLEAN", value: "2", reason: "neither true nor false"),
            Case(type: "DATE", value: "'canary'", reason: "a value that isn't a date"),
            Case(type: "DATE", value: "'2023-02-29'", reason: "isn't in the calendar"),
            Case(type: "DATE", value: "'0000-00-00'", reason: "year 0"),
            Case(type: "DATE", value: "20200101", reason: "isn't a date"),
            Case(type: "TIME", value: "'25:00:00'", reason: "time of day"),
            Case(type: "TIMESTAMP", value: "'2016-12-31 23:59:60'", reason: "a leap second"),
            Case(type: "TIMESTAMP", value: "'2020-01-01 00:00:00.1234567'", reason: "finer than a microsecond"),
            Case(type: "UUID", value: "'canary'", reason: "a value that isn't a uuid"),
            Case(type: "TEXT", value: "'can' || char(0) || 'ary'", reason: "a text with a NUL"),
            Case(type: "DATE", value: "'2024-01-01' || char(0) || 'canary'", reason: "a value that isn't a date"),
            Case(type: "IMAGE", value: "X'63616E617279'", reason: "a blob, which isn't text"),
            Case(type: "", value: "X'63616E617279'", reason: "type: bytea"),
            Case(type: "TEXT", value: "CAST(X'63FF61' AS TEXT)", reason: "isn't valid UTF-8"),
            Case(type: "TEXT", value: "X'63616E617279'", reason: "a blob, which isn't text"),
            Case(type: "BLOB", value: "5", reason: "a number, which has no bytes"),
            Case(type: "INTEGER", value: "2.9999999999999996", reason: "a number with a fraction"),
            Case(type: "JSON", value: "'{canary}'", reason: "json"),
            Case(type: "TEXT", value: "'canary'", reason: "a text longer", asked: "varchar(5)"),
            Case(type: "TEXT", value: "''", reason: "an empty text", asked: "integer"),
            Case(type: "REAL", value: "9e999", reason: "NaN or infinity", asked: "numeric(10,2)"),
        ]
        try await expectRefusals(of: cases, from: .sqlite(in: TestFolder()))
    }

    @Test("MariaDB's zero dates, long times and NULs are refused")
    func mariaDB() async throws {
        let cases = [
            Case(type: "DATE", value: "'0000-00-00'", reason: "year 0"),
            Case(type: "DATE", value: "'2023-02-00'", reason: "isn't in the calendar"),
            Case(type: "DATETIME", value: "'0000-00-00 00:00:00'", reason: "year 0"),
            Case(type: "TIMESTAMP", value: "'0000-00-00 00:00:00'", reason: "year 0"),
            Case(type: "TIME", value: "'838:59:59'", reason: "time of day"),
            Case(type: "TIME", value: "'-00:00:01'", reason: "time of day"),
            Case(type: "TEXT", value: "CONCAT('can', CHAR(0), 'ary')", reason: "U+0000"),
            Case(type: "VARBINARY(20)", value: "X'63FF'", reason: "isn't valid UTF-8", asked: "text"),
        ]
        try await expectRefusals(of: cases, from: .mariaDB())
    }

    @Test("PostgreSQL's values are refused if the configured type is narrower")
    func postgreSQL() async throws {
        let cases = [
            Case(type: "numeric", value: "'Infinity'", reason: "NaN or infinity", asked: "numeric(10,2)"),
            Case(type: "numeric", value: "12345678901", reason: "out of range", asked: "integer"),
            Case(type: "timestamptz", value: "'infinity'", reason: "a value that isn't a time", asked: "time"),
        ]
        try await expectRefusals(of: cases, from: .postgres())
    }

    /// Expects that each table's chunk fails with column and row but without the value, and leaves nothing, while the
    /// good table arrives.
    private func expectRefusals(of cases: [Case], from source: TestSource) async throws {
        var sql = "CREATE TABLE good (id INTEGER NOT NULL PRIMARY KEY); INSERT INTO good VALUES (1);"
        var tables = "  - {source: \(source.schema).good, target: moved.good}"
        for (number, refused) in cases.enumerated() {
            sql += """

                CREATE TABLE t\(number) (id INTEGER NOT NULL PRIMARY KEY, doubtful \(refused.type) NULL);
                INSERT INTO t\(number) (id) VALUES (1), (2), (3), (4), (5), (6);
                INSERT INTO t\(number) VALUES (7, \(refused.value));
                """
            let rule = refused.asked.map { ", columns: {doubtful: {type: \"\($0)\"}}" } ?? ""
            tables += "\n  - {source: \(source.schema).t\(number), target: moved.t\(number)\(rule)}"
        }
        try await source.run(sql)
        let migration = try TestMigration(
            from: source, tables: tables, target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run")
        #expect(ending.code == 5, "\(ending.standardError)")
        #expect(!(ending.standardError + ending.standardOutput).contains("canary"))
        let errors = try await migration.targetRows(
            "SELECT source_table, error FROM migration_status.migration_chunk_status WHERE status = 'failed'")
        for (number, refused) in cases.enumerated() {
            let error = try #require(errors.first { $0.hasPrefix("t\(number)|") }, "\(refused) was taken")
            #expect(error.contains("doubtful") && error.contains(refused.reason), "\(refused): \(error)")
            #expect(error.contains("row 7") || error.contains("line 7"), "\(refused): \(error)")
            #expect(!error.contains("canary"))
        }
        #expect(errors.count == cases.count)
        #expect(
            try await migration.targetRows(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'moved'::regnamespace AND relname NOT LIKE '\\_\\_snowmelt%'"
            ) == ["good"])
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == 1)
    }
}
