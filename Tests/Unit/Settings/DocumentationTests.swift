// Foundation: reads the documentation, which is no part of the test's resources.
import Foundation
import Testing

@testable import Settings

@Suite("docs/configuration.md")
struct DocumentationTests {
    private let text: String
    private let example: String

    init() throws {
        let docs = URL(filePath: #filePath).appending(path: "../../../../docs").standardized
        text = try String(contentsOf: docs.appending(path: "configuration.md"), encoding: .utf8)
        example = try String(contentsOf: docs.appending(path: "snowmelt.example.yaml"), encoding: .utf8)
    }

    /// The rows of all tables whose first column is headed `setting`: the words in backticks there, and the whole row.
    private var rows: [(keys: [String], row: String)] {
        var isSettings = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            guard line.hasPrefix("| ") else {
                if !line.hasPrefix("|--") { isSettings = false }
                return nil
            }
            if line.hasPrefix("| setting |") {
                isSettings = true
                return nil
            }
            guard isSettings else { return nil }
            let cells = line.split(separator: "|")
            let keys = cells[0].split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            return (keys, String(line))
        }
    }

    private static func documented(_ setting: Setting) -> String {
        setting.path.hasPrefix("tables.") ? String(setting.path.dropFirst("tables.".count)) : setting.path
    }

    @Test("every setting has a row", arguments: Setting.all.filter { $0.path != "defaults" })
    func documented(setting: Setting) throws {
        let key = Self.documented(setting)
        let row = try #require(rows.first { $0.keys.contains(key) }, "\(key) has no row").row
        if let builtIn = setting.builtIn { #expect(row.contains("| `\(builtIn)` |"), "\(key): built-in \(builtIn)") }
        if let override = setting.override {
            #expect(row.contains("`\(override.flag)`"))
            #expect(row.contains("`\(override.environmentVariable)`"))
        }
    }

    @Test("every row is a setting, or a value of one")
    func known() {
        let known = Set(Setting.all.map(Self.documented))
        let words = Set(rows.flatMap(\.keys)).subtracting(["odbc", "adbc", "postgres", "fail", "mode: upsert"])
        #expect(!words.isEmpty)
        #expect(words.subtracting(known) == [])
    }

    @Test("the built-in values of the list are those of the code")
    func builtIn() throws {
        let pairs = Setting.all.compactMap { setting in
            setting.path.hasPrefix("tables.") ? setting.builtIn.map { (setting.path.dropFirst(7), $0) } : nil
        }
        let flat = pairs.filter { !$0.0.contains(".") }.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
        let configuration = try ConfigurationFixture().read(
            ConfigurationFixture.tables("  - {source: main.a, target: b.a, \(flat)}"))
        let entry = configuration.entries[0]
        #expect(entry.settings.threads != nil)
        #expect(
            configuration.settings(of: entry)
                == configuration.settings(of: TableEntry(selection: .query(""), target: nil)))
    }

    @Test("the example is valid")
    func exampleIsValid() throws {
        let configuration = try ConfigurationFixture(environment: ["SHOP_PASSWORD": "p"]).read(example)
        #expect(configuration.entries.count == 3)
    }
}
