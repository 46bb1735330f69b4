import CADBC
import Model
import RowSource
import Testing

@testable import ADBCSource

@Suite("The kinds of ADBC drivers' errors")
struct ADBCErrorClassTests {
    private func kind(
        _ status: Int32 = ADBC_STATUS_INTERNAL, state: String = "", vendor: Int? = nil, _ message: String = "no"
    ) -> SourceError.Kind {
        ADBCErrorClass.kind(status: AdbcStatusCode(status), sqlState: state, vendorCode: vendor, message: message)
    }

    @Test("a system's own codes take precedence over SQLSTATE, message and status")
    func precedence() {
        #expect(kind(ADBC_STATUS_IO, state: "42601", vendor: 2003) == .notFound)
        #expect(kind(ADBC_STATUS_IO, state: "42601", "no such table: t") == .statement)
        #expect(kind(ADBC_STATUS_INVALID_ARGUMENT, "no such table: t") == .notFound)
        #expect(kind(ADBC_STATUS_IO) == .connection)
    }

    @Test(
        "Snowflake's error numbers take precedence over the misleading SQLSTATE, status and message",
        arguments: [
            (390_100, "08004", SourceError.Kind.authentication), (390_144, "08001", .authentication),
            (390_111, "08001", .connection), (390_114, "28000", .connection), (262_000, "08006", .connection),
            (261_004, "42000", .connection), (606, "57P03", .statement), (707, "02000", .statement),
            (630, "57014", .timeLimit), (603, "XX000", .other), (604, "57014", .timeLimit), (2003, "42S02", .notFound),
            (1003, "42000", .statement), (100_038, "22018", .value),
        ])
    func snowflake(code: Int, state: String, expected: SourceError.Kind) {
        for status in [ADBC_STATUS_INTERNAL, ADBC_STATUS_IO, ADBC_STATUS_NOT_FOUND] {
            #expect(kind(status, state: state, vendor: code, "connection reset by peer") == expected)
        }
    }

    @Test("without a Snowflake error number, a transport failure is a connection error")
    func withoutNumber() {
        for message in ["HTTP Status: 503. Hanging?", "HTTP Status: 429", "unexpected EOF", "connection reset by peer"]
        {
            #expect(kind(ADBC_STATUS_IO, message) == .connection, "\(message)")
        }
        #expect(kind(ADBC_STATUS_INTERNAL, state: "08006", "failed to get a chunk") == .connection)
        #expect(kind(vendor: 999_999) == .other)
    }

    @Test("a statement's time limit is distinguished from a cancel")
    func timeLimits() {
        #expect(kind(state: "57014", "ERROR:  canceling statement due to statement timeout") == .timeLimit)
        #expect(kind(state: "57014", "ERROR:  canceling statement due to user request") == .cancelled)
        #expect(kind(ADBC_STATUS_IO, "Query execution was interrupted (max_statement_time exceeded)") == .timeLimit)
    }

    @Test("a refused login is an authentication error, whatever its status")
    func logins() {
        #expect(
            kind(ADBC_STATUS_IO, "[libpq] Failed to connect: FATAL:  password authentication failed for user \"x\"")
                == .authentication)
        #expect(kind(ADBC_STATUS_IO, "FATAL:  role \"x\" does not exist") == .authentication)
        for text in ["role \"x\" is not permitted to log in", "permission denied for database \"shop\""] {
            #expect(kind(ADBC_STATUS_IO, "[libpq] Failed to connect: FATAL:  \(text)") == .authentication)
        }
        #expect(kind(ADBC_STATUS_IO, state: "28001") == .authentication)
        #expect(kind(ADBC_STATUS_UNAUTHENTICATED) == .authentication)
        #expect(kind(ADBC_STATUS_IO, "[libpq] Failed to connect: Connection refused") == .connection)
    }

    @Test("passwords in options and addresses are secrets, other parts aren't")
    func secrets() {
        func values(_ options: [String: String]) -> [String] {
            SecretOption.values(in: ADBCSource.Options(database: options.mapValues { Secret($0) })).sorted()
        }
        #expect(
            values(["password": "a", "adbc.snowflake.sql.client_option.auth_token": "b", "username": "c"]) == [
                "a", "b",
            ])
        #expect(values(["adbc.snowflake.sql.client_option.jwt_private_key_pkcs8_value": "key"]) == ["key"])
        #expect(values(["uri": "postgresql://u:p@ss@h/d"]) == ["p@ss"])
        #expect(values(["uri": "user:pw@account/db"]) == ["pw"])
        #expect(values(["uri": "host=h password=pw user=u"]) == ["pw"])
        #expect(values(["uri": "postgresql://h/d?password=pw"]) == ["pw"])
        #expect(values(["uri": "shop.sqlite", "x": "postgresql://u@h/d"]) == [])
    }
}
