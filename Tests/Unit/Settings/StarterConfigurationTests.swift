import Model
import Testing

@testable import Settings

@Suite("The starter configuration")
struct StarterConfigurationTests {
    private let fixture = ConfigurationFixture(environment: [
        "SOURCE_CONNECTION": "Driver=SQLite3;Database=shop.sqlite", "TARGET_URL": "postgresql://loader@db/analytics",
    ])

    @Test("it is valid unchanged, and contains the built-in values")
    func valid() throws {
        let configuration = try fixture.read(starterConfiguration())
        #expect(configuration.entries.map(\.selection) == [.pattern("main.*")])
        #expect(configuration.settings(of: configuration.entries[0]) == TableSettings())
        #expect(configuration.control.url == configuration.target.url)
    }

    @Test("each default in it, commented out or not, has its built-in value")
    func builtIn() throws {
        let lines = starterConfiguration().split(separator: "\n").drop { !$0.hasPrefix("defaults:") }.dropFirst()
            .prefix { $0.hasPrefix("  ") }
        #expect(lines.count >= 10)
        for line in lines {
            let words = line.split(separator: " ").drop { $0 == "#" }
            let key = try #require(words.first?.dropLast())
            #expect(Setting.at("tables.\(key)")?.builtIn == words.dropFirst().first.map(String.init), "\(line)")
        }
    }

    @Test("it names the settings that aren't set yet")
    func unset() {
        let problems = ConfigurationFixture().problems(starterConfiguration())
        #expect(problems.count == 2)
        #expect(problems.contains { $0.contains("source.connection: the environment variable SOURCE_CONNECTION") })
        #expect(problems.contains { $0.contains("target.url: the environment variable TARGET_URL") })
    }

    @Test("it lists discovered tables, with unusual names quoted so that they can be read")
    func tables() throws {
        let names =
            ["visits", "a b", "c.d", "it's", "x: y # z", "${HOME}", "null", "12", "q\"q", "st*r", "größe"]
            .map { QualifiedName(schema: "main", name: $0) } + [QualifiedName(schema: nil, name: "yes")]
        let configuration = try fixture.read(starterConfiguration(tables: names))
        #expect(configuration.entries.map(\.selection) == names.map(TableSelection.table))
        let tables = try configuration.tables(matching: names.dropLast() + [QualifiedName(schema: "main", name: "yes")])
        #expect(tables.map(\.target.name) == names.map(\.name))
    }

    @Test("it is also valid with its examples uncommented")
    func examples() throws {
        let marks = ["# - ", "#   target", "#   chunk", "#   primary_key", "#   where", "#   columns"]
        let lines = starterConfiguration().split(separator: "\n").map { line -> String in
            guard let mark = marks.first(where: { line.drop { $0 == " " }.hasPrefix($0) }) else { return String(line) }
            return String(line.prefix { $0 == " " }) + mark.dropFirst(2) + line.drop { $0 == " " }.dropFirst(mark.count)
        }
        let configuration = try fixture.read(lines.joined(separator: "\n"))
        #expect(configuration.entries.count == 3)
    }
}
