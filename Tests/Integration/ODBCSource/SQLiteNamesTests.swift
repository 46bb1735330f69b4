import Model
import ODBCSource
import RowSource
import Testing

@Suite("Names in SQLite")
struct SQLiteNamesTests {
    @Test("the columns of a query keep their names, computed or not")
    func queryColumns() async throws {
        let connection = try await SQLiteFile().connect("CREATE TABLE t (a INTEGER, b TEXT)")
        let queries = [
            "SELECT a, count(*) AS n FROM t GROUP BY a", "SELECT a, b AS n FROM t",
            "SELECT DISTINCT a, b || 'x' AS n FROM t",
        ]
        for query in queries {
            #expect(try await connection.columns(ofQuery: query).map(\.name) == ["a", "n"], "\(query)")
        }
        await connection.close()
    }

    @Test(
        "characters with a meaning for the driver may be in a name",
        arguments: ["why?", "it's", "a`b", "a\"b", "a b", "a.b"])
    func signs(name: String) async throws {
        let connection = try await SQLiteFile().connect("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (7)")
        let quoted = connection.dialect.quoted(name)
        #expect(try await connection.rows("SELECT \(quoted) FROM (SELECT a AS \(quoted) FROM t) q") == [["7"]])
        await connection.close()
    }

    @Test("a missing column is an error, and doesn't return its name as text")
    func missingColumn() async throws {
        let connection = try await SQLiteFile().connect("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)")
        let name = connection.dialect.quoted("gone")
        await #expect(throws: SourceError.self) { try await connection.rows("SELECT \(name) FROM t") }
        await connection.close()
    }
}
