import TestKit
import Testing

@Suite("Values of every type, from end to end")
struct TypeMatrixTests {
    /// The ways to read a table; a query's types come from the driver, a table's from the catalogue.
    enum Way: String, CaseIterable, Sendable {
        case table, query
    }

    @Test("every type and edge arrives equal from SQLite", arguments: Way.allCases)
    func sqlite(_ way: Way) async throws {
        let matrix = TypeMatrix.sqlite
        let long = try #require(matrix.columns.firstIndex { $0.ordinary == "i || '.' || i" })
        try await Self.verify(
            matrix, from: .sqlite(in: TestFolder()), way, rules: ", columns: {c\(long): {type: numeric}}")
    }

    @Test("every type and edge arrives equal from PostgreSQL", arguments: Way.allCases)
    func postgreSQL(_ way: Way) async throws {
        try await Self.verify(.postgreSQL, from: .postgres(), way)
    }

    @Test("every type and edge arrives equal from PostgreSQL's own COPY, passed on unchanged", arguments: Way.allCases)
    func passed(_ way: Way) async throws {
        try await Self.verify(.postgreSQLKept, from: .postgres().native, way)
    }

    @Test("every type and edge arrives equal from PostgreSQL's own COPY, decoded", arguments: Way.allCases)
    func decoded(_ way: Way) async throws {
        let matrix = TypeMatrix.postgreSQLKept
        // If one column must be decoded, all others are decoded as well.
        let unbounded = try #require(matrix.columns.firstIndex { $0.type == "varchar" })
        try await Self.verify(
            matrix, from: .postgres().native, way, rules: ", columns: {c\(unbounded): {type: varchar(99)}}")
    }

    @Test("every type and edge arrives equal from MariaDB", arguments: Way.allCases)
    func mariaDB(_ way: Way) async throws {
        try await Self.verify(.mariaDB, from: .mariaDB(), way)
    }

    static func verify(
        _ matrix: TypeMatrix, from source: TestSource, overADBC: Bool = false, _ way: Way, rules: String = ""
    ) async throws {
        #expect(matrix.columns.count >= 40)
        try await source.run(matrix.sql)
        let place =
            switch way {
            case .table: "source: \(source.schema).matrix"
            case .query: "query: SELECT * FROM matrix, chunk: {column: id}, primary_key: [id]"
            }
        let migration = try TestMigration(
            from: overADBC ? source.overADBC : source, tables: "  - {\(place), target: moved.matrix\(rules)}",
            defaults: TypeMatrix.settings,
            target: try await PostgresCluster.shared.database())
        try await matrix.verify(migration)
    }
}
