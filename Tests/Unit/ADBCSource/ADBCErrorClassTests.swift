import CADBC
import Model
import RowSource
import Testing

@testable import ADBCSource

@Suite("Which kind of error an ADBC driver means")
struct ADBCErrorClassTests {
    private func kind(
        _ status: Int32 = ADBC_STATUS_INTERNAL, state: String = "", vendor: Int? = nil, _ message: String = "no"
    ) -> SourceError.Kind {
        ErrorClass.kind(status: AdbcStatusCode(status), sqlState: state, vendorCode: vendor, message: message)
    }

    @Test("the system's codes come before SQLSTATE, words and status")
    func precedence() {
        #expect(kind(ADBC_STATUS_IO, state: "42601", vendor: 2003) == .notFound)
        #expect(kind(ADBC_STATUS_IO, state: "42601", "no such table: t") == .statement)
        #expect(kind(ADBC_STATUS_INVALID_ARGUMENT, "no such table: t") == .notFound)
        #expect(kind(ADBC_STATUS_IO) == .connection)
    }

    @Test("Snowflake's numbers")
    func snowflake() {
        for code in [390_100, 390_144, 394_304, 390_189] { #expect(kind(vendor: code) == .authentication) }
        for code in [390_111, 390_114, 390_318, 261_001, 262_000] { #expect(kind(vendor: code) == .connection) }
        #expect(kind(vendor: 1003) == .statement)
        #expect(kind(vendor: 100_035) == .value)
        #expect(kind(vendor: 604) == .cancelled)
        #expect(kind(vendor: 999_999) == .other)
    }

    @Test("logins that are refused, whatever status they come with")
    func logins() {
        #expect(
            kind(ADBC_STATUS_IO, "[libpq] Failed to connect: FATAL:  password authentication failed for user \"x\"")
                == .authentication)
        #expect(kind(ADBC_STATUS_IO, "FATAL:  role \"x\" does not exist") == .authentication)
        #expect(kind(ADBC_STATUS_UNAUTHENTICATED) == .authentication)
        #expect(kind(ADBC_STATUS_IO, "[libpq] Failed to connect: Connection refused") == .connection)
    }

    @Test("passwords in options and addresses are known as secrets, the rest isn't")
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
        #expect(values(["uri": "shop.sqlite", "x": "postgresql://u@h/d"]) == [])
    }
}
