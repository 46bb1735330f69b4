import Model
import Testing

@testable import Settings

@Suite("docs/configuration.md")
struct DocumentationTests {
    private let text: String
    private let example: String

    init() throws {
        text = try DocumentationFile(name: "configuration.md").text
        example = try DocumentationFile(name: "snowmelt.example.yaml").text
    }

    /// The rows of all tables with `setting` as the first column's heading: its words in backticks, and the whole row.
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

    @Test("the tables of settings match the descriptors")
    func tables() throws {
        try DocumentationFile(name: "configuration.md")
            .hold(DocumentationFile.filled(text, marker: "settings", tables: SettingsTable.all))
    }

    @Test("the schema matches the descriptors")
    func schema() throws {
        try DocumentationFile(name: "snowmelt.schema.json").hold(SettingsSchema.document.indented() + "\n")
    }

    @Test("every setting has a row", arguments: Setting.all.filter(SettingsTable.hasRow))
    func documented(setting: Setting) throws {
        let key = SettingsTable.name(setting)
        let row = try #require(rows.first { $0.keys.contains(key) }, "\(key) has no row").row
        if let builtIn = setting.builtIn { #expect(row.contains("| `\(builtIn)` |"), "\(key): built-in \(builtIn)") }
        if setting.isOverridable {
            #expect(row.contains("`\(setting.flag)`"))
            #expect(row.contains("`\(setting.environmentVariable)`"))
        }
    }

    @Test("every row is a setting, or a setting's value")
    func known() {
        let known = Set(Setting.all.map(SettingsTable.name))
        let words = Set(rows.flatMap(\.keys).compactMap { $0.split(separator: ":").first.map(String.init) })
        #expect(!words.isEmpty)
        #expect(words.subtracting(known) == [])
    }

    @Test("the list's built-in values are those of the code")
    func builtIn() throws {
        let pairs = Setting.all.compactMap { setting in
            setting.path.hasPrefix("tables.") ? setting.builtIn.map { (setting.path.dropFirst(7), $0) } : nil
        }
        let flat = pairs.filter { !$0.0.contains(".") }.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
        let configuration = try ConfigurationFixture().read(
            ConfigurationFixture.tables("  - {source: main.a, target: b.a, \(flat)}"))
        let entry = configuration.entries[0]
        #expect(entry.settings.gives(\.work.threads))
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
