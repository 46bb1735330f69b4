/// The systems that tests read on this machine, by each way in.
package enum TestSystem: String, CaseIterable, Sendable {
    case sqlite, sqliteADBC, copy, odbc, adbc, mariaDB

    /// Those whose drivers are installed.
    package static let possible = allCases.filter {
        ADBCDriver.obstacle == nil || ![.sqliteADBC, .adbc].contains($0)
    }

    /// A new database with the tables that `script` creates.
    package func source(_ function: String, script: String) async throws -> TestSource {
        let source: TestSource
        switch self {
        case .sqlite, .sqliteADBC: source = .sqlite(in: try TestFolder())
        case .copy, .odbc, .adbc: source = try await .postgres(function: "\(function)_\(rawValue)")
        case .mariaDB: source = try await .mariaDB()
        }
        try await source.run(script)
        return switch self {
        case .sqliteADBC, .adbc: source.overADBC
        case .copy: source.native
        default: source
        }
    }
}
