import Model
import Testing

@testable import Settings

@Suite("A source of type postgres")
struct PostgresSourceSettingsTests {
    private static func text(_ source: String) -> String {
        """
        source: {\(source)}
        target: {url: postgresql://loader@db/analytics}
        tables: [{source: public.t, target: public.t, chunk: {by: ctid}}]
        """
    }

    @Test("its URL is read, shown without its password, and not stored")
    func url() throws {
        let url = "postgres://reader:canary@db:5433/shop?sslmode=require"
        let configuration = try ConfigurationFixture().read(Self.text("type: postgres, url: '\(url)', snapshot: off"))
        #expect(configuration.source.connector == .postgres(PostgresSourceConfiguration(url: Secret(url))))
        #expect(configuration.source.snapshot == .off)
        #expect(ConnectionDescription.source(configuration.source) == "postgresql://reader@db:5433/shop")
        #expect(!configuration.storedSettings.contains("canary"))
        #expect(configuration.storedSettings.contains(#""url":"***""#))
        #expect(Redaction(configuration.secrets).apply("at \(url), canary") == "at ***, ***")
        let entry = try #require(configuration.entries.first)
        #expect(configuration.settings(of: entry).chunking.strategy == .place)
    }

    @Test("the config's identity depends on the database, not on the user")
    func identity() throws {
        func identity(_ url: String) throws -> String {
            try ConfigurationFixture().read(Self.text("type: postgres, url: '\(url)'")).identity
        }
        let one = try identity("postgresql://a:x@db/shop")
        #expect(try identity("postgresql://b:y@db/shop") == one)
        #expect(try identity("postgresql://a:x@db/other") != one)
    }

    @Test(
        "missing and invalid settings are reported without their values",
        arguments: [
            ("type: postgres", "url"), ("type: postgres, url: canary", "postgresql://"),
            ("type: postgres, url: 'postgresql://u@db/d', connection: DSN=canary", "belongs to a source of type odbc"),
            ("type: postgres, url: 'postgresql://u:can@ary@db/d'", "%40"),
        ])
    func problems(source: String, says: String) {
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationFixture().read(Self.text(source)) }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("canary") == false)
    }
}
