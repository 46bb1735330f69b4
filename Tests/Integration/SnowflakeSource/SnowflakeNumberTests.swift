import TestKit
import Testing

@Suite(
    "Snowflake's numbers of every precision and scale",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeNumberTests {
    /// NUMBER(precision, scale).
    struct Kind: Sendable {
        var precision: Int
        var scale: Int

        var name: String { "N_\(precision)_\(scale)" }
        var type: String { "NUMBER(\(precision),\(scale))" }

        private func point(_ digits: String) -> String {
            let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
            return scale == 0 ? padded : "\(padded.dropLast(scale)).\(padded.suffix(scale))"
        }

        /// Edge cases as PostgreSQL prints them: the largest of both signs, the smallest, zero, and one with all digits
        /// different.
        var values: [String] {
            let widest = point(String(repeating: "9", count: precision))
            let mixed = point(String(String(repeating: "1234567890", count: 4).prefix(precision)))
            return [widest, "-\(widest)", point("1"), "-\(point("1"))", point("0"), mixed]
        }
    }

    /// Every scale at the full precision, and every precision with scale 0 and with a scale equal to the precision.
    private static let kinds =
        (0...37).map { Kind(precision: 38, scale: $0) } + (1...37).map { Kind(precision: $0, scale: 0) }
        + (1...37).map { Kind(precision: $0, scale: $0) }

    /// The first rows are NULL; the others have the edge cases, with a NULL among them.
    private static func script(_ kinds: [Kind]) -> String {
        let rows: [(id: Int, values: [String])] = (0..<6).map { row in
            (row + 1, kinds.map { "'\($0.values[row])'::\($0.type)" })
        }
        let nulls = [-2, -1, 0, 4, 99].map { "INSERT INTO NUMBERS (ID) VALUES (\($0));" }
        let inserts = rows.map { "INSERT INTO NUMBERS VALUES (\($0.id * 10), \($0.values.joined(separator: ", ")));" }
        return """
            CREATE TABLE NUMBERS (ID INT, \(kinds.map { "\($0.name) \($0.type)" }.joined(separator: ", ")));
            \((nulls + inserts).joined(separator: "\n"))
            """
    }

    /// - Parameter kind: whether whole numbers may become bigint, and whether each part has only one row, so that each
    ///   number is sent in its narrowest form.
    @Test(
        "the largest, the smallest, zero and NULL arrive digit by digit",
        arguments: [(true, 100), (false, 100), (true, 1), (false, 1)])
    func everyScale(narrows: Bool, partRows: Int) async throws {
        let kinds = Self.kinds
        let emulator = try await SnowflakeEmulator.start(
            script: Self.script(kinds), firstRows: partRows == 1 ? 0 : 100, partRows: partRows)
        let migration = try TestMigration(
            from: .snowflake(emulator),
            tables: "  - {source: PUBLIC.NUMBERS, target: moved.numbers, chunk: none}",
            sourceSettings: narrows ? "" : "  narrow_integers: false",
            target: try await PostgresCluster.shared.database(function: "everyScale\(narrows)\(partRows)"))
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")

        for kind in kinds {
            let arrived = try await migration.target.rows(
                "SELECT \"ID\", coalesce(\"\(kind.name)\"::text, '∅') FROM moved.numbers WHERE \"ID\" > 9 ORDER BY \"ID\""
            )
            let expected = kind.values.enumerated().map { "\(($0.offset + 1) * 10)|\($0.element)" } + ["99|∅"]
            #expect(arrived == expected, "\(kind.type)")
        }
        let nulls = kinds.map { "\"\($0.name)\" IS NULL" }.joined(separator: " AND ")
        #expect(try await migration.number("SELECT count(*) FROM moved.numbers WHERE \(nulls)") == 5)
        let types = try await migration.target.rows(
            """
            SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
             WHERE attrelid = 'moved.numbers'::regclass AND attnum > 1
            """)
        // Eighteen digits always fit into 64 bits; wider columns only if their values fit, and these don't.
        let expected = kinds.map { kind in
            let isNarrow = narrows && kind.scale == 0 && kind.precision <= 18
            return "\(kind.name)|\(isNarrow ? "bigint" : "numeric(\(kind.precision),\(kind.scale))")"
        }
        #expect(types.sorted() == expected.sorted())
    }

    @Test("a number that is inserted after the plan and doesn't fit into bigint is refused, naming the column")
    func laterNumber() async throws {
        let emulator = try await SnowflakeEmulator.start(
            script: "CREATE TABLE NUMBERS (ID INT, WIDE INT); INSERT INTO NUMBERS VALUES (1, 7), (2, NULL);")
        let migration = try TestMigration(
            from: .snowflake(emulator), tables: "  - {source: PUBLIC.NUMBERS, target: moved.numbers}",
            sourceSettings: "  snapshot: off",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        try await emulator.run("INSERT INTO NUMBERS VALUES (3, 9223372036854775808)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        let error = try await migration.target.rows(
            "SELECT error FROM migration_status.migration_chunk_status WHERE error IS NOT NULL")
        #expect(error.count == 1 && error.allSatisfy { $0.contains("WIDE") }, "\(error)")
        #expect(!error.contains { $0.contains("9223372036854775808") }, "\(error)")
    }
}
