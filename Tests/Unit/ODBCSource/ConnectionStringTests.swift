import RowSource
import Testing
import Text

@testable import ODBCSource

@Suite("ODBC connection strings and their secrets")
struct ConnectionStringTests {
    @Test("values in braces keep their semicolons and braces")
    func braces() {
        let string = ConnectionString("Driver={SQLite3}; PWD={p;a}}ss} ;Database=/x y.db;")
        #expect(string.value(for: "driver") == "SQLite3")
        #expect(string.value(for: "pwd") == "p;a}ss")
        #expect(string.value(for: "DATABASE") == "/x y.db")
        #expect(string.secretValues == ["p;a}ss"])
    }

    @Test("defaults are added for keys that the user didn't give, in any letter case")
    func defaults() {
        let string = ConnectionString("Driver=SQLite3;stepapi=0")
        #expect(string.driverFamily == .sqlite)
        let added = ConnectionString(string.adding(string.drivenDefaults))
        #expect(added.value(for: "StepAPI") == "0")
        #expect(added.value(for: "NoCreat") == "1")
        #expect(ConnectionString("DSN=x").adding([]) == "DSN=x")
    }

    @Test("a driver is recognised by its name or its file, not by a folder's name")
    func family() {
        #expect(ConnectionString("Driver=/opt/sqlite/lib/libother.so").driverFamily == .other)
        #expect(ConnectionString("Driver=/opt/x/libmaodbc.so").driverFamily == .mariaDB)
    }

    @Test("secrets and the whole string are masked in a driver's message")
    func redaction() {
        let whole = "Driver=X;PWD=canary;Token=abcd"
        let redactor = Redactor(secrets: [whole] + ConnectionString(whole).secretValues)
        #expect(
            redactor.redacted("login with canary and abcd failed: \(whole)") == "login with *** and *** failed: ***")
    }
}
