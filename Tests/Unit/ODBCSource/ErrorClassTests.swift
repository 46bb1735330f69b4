import RowSource
import Testing

@testable import ODBCSource

@Suite("Errors by SQLSTATE")
struct ErrorClassTests {
    @Test(
        "states have their kinds",
        arguments: [
            ("28000", "", SourceError.Kind.authentication), ("42S02", "", .notFound), ("42S22", "", .notFound),
            ("08S01", "", .connection), ("08001", "FATAL:  password authentication failed for user", .authentication),
            ("HY008", "", .cancelled), ("57014", "", .cancelled), ("IM002", "", .driverMissing),
            ("01000", "[unixODBC][Driver Manager]Can't open lib 'x' : file not found", .driverMissing),
            ("42000", "", .statement), ("HY000", "no such table: t (1)", .notFound),
            ("HY000", "interrupted (9)", .cancelled), ("HY000", "Write error: Broken pipe (32)", .connection),
            ("XX000", "", .other),
        ])
    func kinds(_ state: String, _ message: String, _ kind: SourceError.Kind) {
        #expect(ErrorClass.kind(sqlState: state, message: message) == kind)
    }

    @Test("all records are joined, each text once, secrets taken out")
    func joined() {
        let records = [
            Diagnostics.Record(sqlState: "08001", vendorCode: 7, message: "no canary"),
            Diagnostics.Record(sqlState: "HY000", vendorCode: 8, message: "no canary"),
            Diagnostics.Record(sqlState: "HY000", vendorCode: 8, message: "gone"),
        ]
        let redactor = Redactor(secrets: ["PWD=canary"] + ConnectionString("PWD=canary").secretValues)
        let error = Diagnostics(records: records).error(operation: "SQLConnect", redactor: redactor)
        #expect(error.kind == .connection)
        #expect(error.sqlState == "08001")
        #expect(error.vendorCode == 7)
        #expect(error.message == "no ***; gone")
    }
}
