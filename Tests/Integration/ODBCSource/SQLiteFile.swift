import Glibc
import Model
import ODBCSource
import RowSource

/// A new SQLite file in its own folder, which is removed with this object.
final class SQLiteFile {
    let path: String
    private let folder: String

    init() throws {
        var template = Array("/tmp/snowmelt-sqlite-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw SourceError(.other, operation: "mkdtemp", message: "no folder for a test's database")
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/källa.db"
    }

    deinit {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) }
        rmdir(folder)
    }

    func source(_ settings: String = "") -> ODBCSource {
        ODBCSource(connectionString: Secret("Driver=SQLite3;Database=\(path);\(settings)"), displayName: "test")
    }

    /// A connection to the file, after running these statements.
    func connect(_ statements: String...) async throws -> any SourceConnection {
        try await connect(statements)
    }

    func connect(_ statements: [String]) async throws -> any SourceConnection {
        let maker = try await source("NoCreat=0").connect()
        for statement in statements {
            _ = try await maker.rows(statement)
        }
        await maker.close()
        return try await source().connect()
    }
}
