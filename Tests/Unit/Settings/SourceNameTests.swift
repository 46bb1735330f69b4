import Testing

@testable import Settings

@Suite("The name that a source's workers share")
struct SourceNameTests {
    private func name(_ source: String) throws -> String {
        ConnectionDescription.sourceName(
            try ConfigurationFixture().read(
                """
                source: \(source)
                target: {url: postgresql://h/d}
                tables: [{source: main.a, target: b.a}]
                """
            ).source)
    }

    @Test("sources that differ in a driver's option share neither breaker nor permits")
    func distinct() throws {
        let names = try [
            "{type: adbc, driver: shop, options: {adbc.shop.endpoint: a.example}}",
            "{type: adbc, driver: shop, options: {adbc.shop.endpoint: b.example}}",
            "{type: adbc, driver: shop, options: {adbc.shop.endpoint: b.example, username: eve}}",
            "{type: adbc, driver: shop, connection_options: {adbc.shop.endpoint: c.example}}",
            "{type: odbc, connection: 'Driver=Oracle;DBQ=a'}", "{type: odbc, connection: 'Driver=Oracle;DBQ=b'}",
            "{type: odbc, connection: 'Driver=Oracle;DBQ=b;UID=eve'}",
            "{type: postgres, url: 'postgresql://db/d'}",
            "{type: postgres, url: 'postgresql://db/d?hostaddr=10.0.0.1'}",
        ].map(name)
        #expect(Set(names).count == names.count, "\(names)")
    }

    @Test("it doesn't depend on passwords and the order of options")
    func withoutSecrets() throws {
        let one = try name("{type: adbc, driver: shop, options: {endpoint: a, password: canary1, token: canary2}}")
        #expect(try name("{type: adbc, driver: shop, options: {token: x, password: y, endpoint: a}}") == one)
        #expect(!one.contains("canary"))
        let odbc = try name("{type: odbc, connection: 'Driver=X;Server=s;PWD=canary1'}")
        #expect(try name("{type: odbc, connection: 'PWD=b;Driver=X;Server=s'}") == odbc)
        #expect(!odbc.contains("canary"))
    }
}
