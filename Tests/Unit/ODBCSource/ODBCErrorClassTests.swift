import RowSource
import Testing
import Text

@testable import ODBCSource

@Suite("Errors by SQLSTATE")
struct ODBCErrorClassTests {
    @Test(
        "each SQLSTATE has its kind",
        arguments: [
            ("28000", "", SourceError.Kind.authentication), ("42S02", "", .notFound), ("42S22", "", .notFound),
            ("08S01", "", .connection), ("08001", "FATAL:  password authentication failed for user", .authentication),
            ("HY008", "", .cancelled), ("57014", "", .cancelled), ("IM002", "", .driverMissing),
            ("01000", "[unixODBC][Driver Manager]Can't open lib 'x' : file not found", .driverMissing),
            ("42000", "", .statement), ("HY000", "no such table: t (1)", .notFound),
            ("HY000", "interrupted (9)", .cancelled), ("HY000", "Write error: Broken pipe (32)", .connection),
            ("XX000", "", .other), ("28001", "", .authentication),
            ("08001", "FATAL:  role \"reader\" is not permitted to log in", .authentication),
            ("08001", "FATAL:  permission denied for database \"shop\"", .authentication),
            ("HY000", "Access denied, this account is locked", .authentication),
            ("HY000", "Your password has expired. To log in you must change it", .authentication),
            ("42000", "Access denied for user 'reader'@'%' to database 'shop'", .authentication),
            ("42000", "SELECT command denied to user 'reader'@'%' for table 'visits'", .statement),
            ("57014", "canceling statement due to statement timeout", .timeLimit),
            ("HY018", "Query execution was interrupted (max_statement_time exceeded)", .timeLimit),
            ("70100", "Query execution was interrupted (max_statement_time exceeded)", .timeLimit),
            ("HY000", "Query execution was interrupted, maximum statement execution time exceeded", .timeLimit),
            ("HYT00", "Query timeout expired", .timeLimit), ("HYT01", "Connection timeout expired", .connection),
            ("22P02", "invalid input: \"authentication failed\"", .value),
        ])
    func kinds(_ state: String, _ message: String, _ kind: SourceError.Kind) {
        #expect(ODBCErrorClass.kind(sqlState: state, message: message) == kind)
    }

    @Test(
        "the Snowflake driver's error numbers take precedence over SQLSTATE, with advice",
        arguments: ["", "[unixODBC]"])
    func snowflake(manager: String) {
        func error(_ code: Int, _ state: String, maker: String = "[Snowflake]") -> SourceError {
            let message = "\(manager)\(maker)[Snowflake] (4) no"
            return Diagnostics(records: [.init(sqlState: state, vendorCode: code, message: message)])
                .error(operation: "SQLExecDirect", redactor: Redactor(secrets: []))
        }
        for (code, state, kind) in [
            (390_100, "08004", SourceError.Kind.authentication), (390_144, "28000", .authentication),
            (390_114, "28000", .connection), (390_318, "08001", .authentication), (606, "57P03", .statement),
            (707, "02000", .statement),
            (630, "57014", .timeLimit), (603, "XX000", .other), (2003, "42S02", .notFound), (100_038, "22018", .value),
        ] { #expect(error(code, state).kind == kind, "\(code)") }
        #expect(error(606, "57P03").advice?.contains("AUTO_RESUME") == true)
        // A number that isn't Snowflake's, and a number from another vendor.
        #expect(error(25, "08S01").kind == .connection)
        let other = error(606, "57P03", maker: "[Other]")
        #expect(other.kind == .connection && other.advice == nil)
    }

    @Test("all records are joined, each text once, with secrets masked")
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
