import TestKit
import Testing

@Suite("Values of every type, from end to end")
struct TypeMatrixTests {
    @Test("every type and edge arrives equal from SQLite")
    func sqlite() async throws {
        let matrix = TypeMatrix.sqlite
        let long = try #require(matrix.columns.firstIndex { $0.ordinary == "i || '.' || i" })
        let migration = try await TestMigration(
            source: matrix.sql,
            tables: """
                  - source: main.matrix
                    target: moved.matrix
                    columns: {c\(long): {type: numeric}}
                """, defaults: TypeMatrix.settings, target: try await PostgresCluster.shared.database())
        #expect(matrix.columns.count >= 40)
        try await matrix.verify(migration)
    }

    @Test("every type and edge arrives equal from PostgreSQL")
    func postgreSQL() async throws {
        try await verify(.postgreSQL, from: try await .postgres())
    }

    @Test("every type and edge arrives equal from MariaDB")
    func mariaDB() async throws {
        try await verify(.mariaDB, from: try await .mariaDB())
    }

    private func verify(_ matrix: TypeMatrix, from source: TestSource) async throws {
        #expect(matrix.columns.count >= 40)
        try await source.run(matrix.sql)
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).matrix, target: moved.matrix}",
            defaults: TypeMatrix.settings, target: try await PostgresCluster.shared.database())
        try await matrix.verify(migration)
    }
}
