import Model
import ODBCSource
import RowSource
import TestKit

/// ODBC sources on the test kit's servers.
enum Servers {
    static func postgres(_ settings: String = "") async throws -> ODBCSource {
        let cluster = try await PostgresCluster.shared
        let database = try await cluster.database()
        return ODBCSource(
            connectionString: Secret(
                """
                Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=\(cluster.port);Database=\(database.name);\
                Username=postgres;\(settings)
                """), displayName: "postgres")
    }

    /// A source on a database that only this caller uses.
    static func mariaDB(_ database: String, _ settings: String = "") async throws -> ODBCSource {
        let server = try await MariaDBServer.shared
        let root = "Driver=MariaDB Unicode;Socket=\(server.socket);UID=root;\(settings)"
        let maker = try await ODBCSource(connectionString: Secret(root)).connect()
        _ = try await maker.rows("CREATE DATABASE \(database) CHARACTER SET utf8mb4")
        await maker.close()
        return ODBCSource(connectionString: Secret("\(root);Database=\(database)"), displayName: "mariadb")
    }
}

extension ODBCSource {
    /// A connection to the database, after running these statements.
    func connect(after statements: [String]) async throws -> any SourceConnection {
        // Other dialects may read in read-only transactions.
        let maker = try await with(.ansi).connect()
        for statement in statements { _ = try await maker.rows(statement) }
        await maker.close()
        return try await connect()
    }

    /// The same source with another dialect, or with a fixed way of reading texts.
    func with(_ dialect: SourceDialect = .auto, texts: ValueText? = nil) -> ODBCSource {
        var source = self
        source.dialect = dialect
        if let texts { source.valueTexts = [texts] }
        return source
    }
}
