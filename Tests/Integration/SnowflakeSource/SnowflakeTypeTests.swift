import TestKit
import Testing

@Suite(
    "Values of every Snowflake type, from end to end",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeTypeTests {
    @Test("every type, scale and edge arrives equal", arguments: TypeMatrixTests.Way.allCases)
    func types(_ way: TypeMatrixTests.Way) async throws {
        let matrix = TypeMatrix.snowflake
        let emulator = try await SnowflakeEmulator.start(script: matrix.sql, firstRows: 100, partRows: 200)
        let place =
            switch way {
            case .table: "source: PUBLIC.MATRIX"
            case .query: "query: SELECT * FROM MATRIX, chunk: {column: id}, primary_key: [id]"
            }
        let migration = try TestMigration(
            from: .snowflake(emulator), tables: "  - {\(place), target: moved.matrix}", defaults: TypeMatrix.settings,
            target: try await PostgresCluster.shared.database(function: "snowflakeTypes\(way)"))
        try await matrix.verify(migration)
    }
}
