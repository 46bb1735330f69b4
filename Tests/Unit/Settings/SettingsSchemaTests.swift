import Testing

@testable import Settings

@Suite("The JSON Schema of configurations")
struct SettingsSchemaTests {
    private let check = SchemaCheck(root: SettingsSchema.document)

    @Test("the output of `init`, the example and every setting of a table are accepted")
    func accepted() throws {
        #expect(try check.problems(starterConfiguration()) == [])
        #expect(try check.problems(DocumentationFile(name: "snowmelt.example.yaml").text) == [])
        let values = Setting.tables.filter { $0.path == "tables.\($0.key)" && $0.builtIn != nil }
            .map { "\($0.key): \($0.builtIn ?? "")" }
        #expect(try check.problems(document(values.joined(separator: "\n    "))) == [])
    }

    @Test(
        "each form of a value is accepted, also a variable instead and an empty value",
        arguments: [
            "threads: 8", "threads: 1_0", "threads: ${THREADS:-8}", "threads:", "chunk_bytes: 512MB",
            "chunk_bytes: 64 MiB", "chunk_bytes: ${SIZE}", "allow_truncate: yes", "allow_truncate: ${YES}",
            "mode: ${MODE}", "chunk: hash", "chunk: {by: {column: id}}", "chunk: {column: id}", "primary_key: id",
            "primary_key: [a, b]", "primary_key: []", "where: 1", "columns: {a: {drop: true}, b: {expr: 1}}",
        ])
    func writings(line: String) throws {
        #expect(try check.problems(document(line)) == [])
    }

    @Test(
        "values that Snowmelt refuses by kind, range or place are refused",
        arguments: [
            ("threads: 0", "tables[0].threads: minimum"), ("threads: 1001", "tables[0].threads: maximum"),
            ("threads: many", "tables[0].threads: pattern"), ("threads: {a: 1}", "tables[0].threads: type"),
            ("chunk_bytes: 5 apples", "tables[0].chunk_bytes: pattern"), ("mode: upsert", "tables[0].mode: anyOf"),
            ("chunk: {by: sideways}", "tables[0].chunk: anyOf"), ("watermark: u", "tables[0].watermark: refused"),
            ("columns: {e: {mask: x}}", "tables[0].columns.e.mask: refused"), ("tread: 1", "tables[0].tread: refused"),
            ("query: SELECT 1", "tables[0]: oneOf"), ("primary_key: {a: b}", "tables[0].primary_key: type"),
        ])
    func refused(line: String, expected: String) throws {
        #expect(try check.problems(document(line)) == [expected])
    }

    @Test("a source has its type's required keys, and no key of another type")
    func sources() throws {
        #expect(try check.problems(document(source: "{type: odbc}")) == ["source: required"])
        #expect(try check.problems(document(source: "{type: postgres, url: x, breaker_failures: 5}")) == [])
        let foreign = "{type: odbc, connection: x, account: a}"
        #expect(try check.problems(document(source: foreign)) == ["source.account: refused"])
        let snowflake = "{type: snowflake, account: a, user: u, database: d, password: '${P}', options: {a: 1}}"
        #expect(try check.problems(document(source: snowflake)) == [])
        #expect(try check.problems("source: {type: odbc, connection: x}\ntarget: {url: x}") == [": required"])
    }

    @Test("`defaults` has no source and no target")
    func defaults() throws {
        #expect(try check.problems(document(defaults: "{threads: 4, target: a.*}")) == ["defaults.target: refused"])
    }

    private func document(
        _ line: String = "", source: String = "{type: odbc, connection: DSN=x}", defaults: String = ""
    ) -> String {
        """
        source: \(source)
        target: {url: postgresql://h/d}
        defaults: \(defaults)
        tables:
          - source: main.a
            target: b.a
            \(line)
        """
    }
}
