import TestKit
import Testing

/// A table of visits in an emulated Snowflake, and its migration.
struct EmulatedVisits {
    let emulator: SnowflakeEmulator
    let migration: TestMigration

    /// Why these tests can't run here; `nil` if they can.
    static var obstacle: String? { SnowflakeEmulator.obstacle ?? ADBCDriver.obstacle }

    /// - Parameters:
    ///   - table: the part after CREATE TABLE VISITS: columns and properties.
    ///   - rows: the number of rows.
    ///   - settings: more settings of the table in the config, starting with a comma.
    ///   - source: more lines of the config's `source` section.
    init(
        rows: Int = 6000, key: String = "PRIMARY KEY (ID)", properties: String = "", settings: String = "",
        source: String = "", script: String = "", defaults: String = "  threads: 2\n  chunk_rows: 2500",
        options: [String] = [], function: String = #function
    ) async throws {
        let constraint = key.isEmpty ? "" : ", \(key)"
        emulator = try await SnowflakeEmulator.start(
            script: """
                CREATE TABLE VISITS (ID INT NOT NULL, DAY DATE, REGION VARCHAR, AMOUNT NUMBER(12,2),
                    SEEN TIMESTAMP_NTZ(9)\(constraint)) \(properties);
                INSERT INTO VISITS SELECT SEQ4() + 1, DATEADD('day', MOD(SEQ4(), 90), '2024-01-01'::DATE),
                    'region ' || MOD(SEQ4(), 7), SEQ4() / 4,
                    DATEADD('second', SEQ4(), '2024-02-29 12:00:00.123456'::TIMESTAMP_NTZ)
                    FROM TABLE(GENERATOR(ROWCOUNT => \(rows)));
                \(script)
                """,
            firstRows: 500, partRows: 500, options: options)
        migration = try TestMigration(
            from: .snowflake(emulator), tables: "  - {source: PUBLIC.VISITS, target: moved.visits\(settings)}",
            defaults: defaults, sourceSettings: source,
            target: try await PostgresCluster.shared.database(function: function))
    }

    /// Whether the target has the source's current rows.
    func areEqual() async throws -> Bool {
        try await targetRows() == sourceRows()
    }

    func sourceRows() async throws -> [String] {
        try await migration.sourceRows(
            """
            SELECT ID, TO_CHAR(DAY, 'YYYY-MM-DD'), REGION, AMOUNT, TO_CHAR(SEEN, 'YYYY-MM-DD HH24:MI:SS.FF6') FROM VISITS
            """)
    }

    func targetRows() async throws -> [String] {
        try await migration.targetRows(
            """
            SELECT "ID", "DAY"::text, "REGION", "AMOUNT", to_char("SEEN", 'YYYY-MM-DD HH24:MI:SS.US') FROM moved.visits
            """)
    }

    /// The errors of attempts at chunks.
    func errors() async throws -> [String] {
        try await migration.target.rows(
            "SELECT error FROM migration_status.attempt WHERE error IS NOT NULL ORDER BY 1")
    }

    /// The statements that read the table's rows for chunks, without those of planning.
    func chunkStatements() async throws -> [EmulatedStatement] {
        try await emulator.statements(like: "%FROM%VISITS%", tag: "snowmelt run=% chunk=%")
    }
}
