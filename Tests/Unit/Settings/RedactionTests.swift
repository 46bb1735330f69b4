import Model
import Testing

@testable import Settings

@Suite("Redaction")
struct RedactionTests {
    private static let odbc = Secret("Driver=X;UID=reader;PWD={p;w}}d 1};Token=t0ken")
    private static let url = Secret("postgresql://loader:s%40fe%2Fw%c3%b6rd@db/analytics?sslpassword=keypass")
    private let redaction = Redaction([odbc, url])

    @Test(
        "a secret is masked in every form that a driver may echo",
        arguments: [
            ("cannot connect with Driver=X;UID=reader;PWD={p;w}}d 1};Token=t0ken!", "cannot connect with ***!"),
            ("login p;w}d 1 failed", "login *** failed"),
            ("login p;w}}d 1 failed", "login *** failed"),
            ("login p%3Bw%7Dd%201 failed", "login *** failed"),
            ("login p%3bw%7dd%201 failed", "login *** failed"),
            ("bearer t0ken", "bearer ***"),
            ("password s@fe/wörd is wrong", "password *** is wrong"),
            ("password s%40fe%2Fw%c3%b6rd is wrong", "password *** is wrong"),
            ("password s%40fe%2Fw%C3%B6rd is wrong", "password *** is wrong"),
            ("key keypass, key keypass", "key ***, key ***"),
            ("loader on db/analytics as reader", "loader on db/analytics as reader"),
            ("", ""),
        ])
    func masked(text: String, expected: String) {
        #expect(redaction.apply(text) == expected)
    }

    @Test("quotes and backslashes in a secret are known in their escaped forms")
    func escaped() {
        let secrets = [Secret("Driver=X;PWD=pa\"s\\s'w")]
        for text in ["pa\"s\\s'w", "pa\\\"s\\\\s'w", "pa\"s\\\\s\\'w", "pa\"s\\s''w"] {
            #expect(Redaction(secrets).apply("x \(text) y") == "x *** y")
        }
    }

    @Test(
        "a short secret is masked where it is a value or a word of its own, not inside ordinary words",
        arguments: [
            ("a", "a table at a host: PWD=a, pwd='a', {a}", "a table at a host: PWD=***, pwd='***', {a}"),
            ("table", "tables: table visits, portable", "tables: *** visits, portable"),
            ("2024", "12024 rows of 2024", "12024 rows of ***"),
            ("tab1e", "tab1es", "***s"),
            ("tablespoon", "tablespoons", "***s"),
        ])
    func shortSecrets(secret: String, text: String, shown: String) {
        #expect(Redaction([Secret(secret)]).apply(text) == shown)
    }

    @Test("a key=value connection string and a bare secret are known, too")
    func otherForms() {
        let secrets = [Secret("host=db password='my pass' user=u"), Secret("bare-secret")]
        #expect(Redaction(secrets).apply("my pass, bare-secret, host=db") == "***, ***, host=db")
    }

    @Test("nothing to hide leaves a text as it is")
    func nothing() {
        #expect(Redaction([]).apply("PWD=x") == "PWD=x")
        #expect(Redaction([Secret("")]).apply("PWD=x") == "PWD=x")
    }

    @Test(
        "a connection string without anything to hide may be shown",
        arguments: ["Driver=SQLite3;Database=shop.sqlite", "postgresql://loader@db/analytics"])
    func harmless(text: String) {
        #expect(Redaction([Secret(text)]).apply("reads \(text)") == "reads \(text)")
    }
}
