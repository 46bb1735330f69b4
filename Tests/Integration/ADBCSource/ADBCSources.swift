import ADBCSource
import Model
import RowSource
import TestKit

/// The real drivers on databases of the test kit.
enum ADBCSources {
    static func of(_ source: TestSource, dialect: SourceDialect = .auto) -> ADBCSource {
        ADBCSource(
            driver: source.driver.path, options: .init(database: ["uri": Secret(source.uri)]),
            displayName: source.driver.rawValue, dialect: dialect)
    }

    /// A database on which these statements were run, and a connection to it.
    static func sqlite(_ statements: String) async throws -> (source: TestSource, connection: any SourceConnection) {
        let source = TestSource.sqlite(in: try TestFolder())
        try await source.run(statements)
        return (source, try await of(source).connect())
    }

    static func postgres(
        _ statements: String, dialect: SourceDialect = .auto, function: String = #function
    ) async throws -> (source: TestSource, connection: any SourceConnection) {
        let source = try await TestSource.postgres(function: function)
        try await source.run(statements)
        return (source, try await of(source, dialect: dialect).connect())
    }

    /// The error that a call throws; `nil` if it succeeds.
    static func error(_ body: () async throws -> Void) async throws -> SourceError? {
        do {
            try await body()
            return nil
        } catch let error as SourceError {
            return error
        }
    }
}
