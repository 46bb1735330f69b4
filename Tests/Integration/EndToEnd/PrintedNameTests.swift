import TestKit
import Testing
import Text

@Suite("Names and values that instruct a terminal")
struct PrintedNameTests {
    @Test("no output of any verb has an instruction for the terminal, or a line that a name begins")
    func outputs() async throws {
        let name = "t\u{1B}[2J\u{202E}\u{2028}\nerror: wrong"
        let target = try await PostgresCluster.shared.database()
        let migration = try await TestMigration(
            source: """
                CREATE TABLE "\(name)" (id integer primary key, "c\(name)" text);
                INSERT INTO "\(name)" VALUES (1, 'a\u{1B}[31m\u{202E}')
                """,
            tables: "  - {source: main.*, target: moved.*}", target: target)
        var endings: [(verb: String, ending: Program.Ending)] = []
        for verb in [
            ["discover", "--columns"], ["check"], ["plan", "--dry-run"], ["plan"], ["status"], ["chunks", "latest"],
            ["run", "--progress", "log"], ["verify", "latest"], ["status", "--output", "json"],
            ["discover", "--output", "json"], ["chunks", "latest", "--output", "json"], ["status", name],
        ] {
            endings.append(
                (
                    verb.joined(separator: " "),
                    try await Program.run("snowmelt", verb, directory: migration.folder.path)
                ))
        }
        // The target's column can't hold the value: the error names both.
        let narrow = try await PostgresCluster.shared.database()
        try await narrow.execute("CREATE TABLE narrow (id integer, \"c\(name)\" integer)")
        let failing = try TestMigration(
            from: migration.origin, tables: "  - {source: main.*, target: public.narrow, mode: append}", target: narrow)
        for verb in [["run", "--progress", "log"], ["status"], ["chunks", "latest"]] {
            endings.append(
                (
                    "failing \(verb.joined(separator: " "))",
                    try await Program.run("snowmelt", verb, directory: failing.folder.path)
                ))
        }
        for (verb, ending) in endings {
            for text in [ending.standardOutput, ending.standardError] {
                let instructions = text.unicodeScalars.filter { $0.isInstruction && $0 != "\n" }
                #expect(instructions.isEmpty, "\(verb): \(instructions.map(\.value)): \(text.debugDescription)")
                #expect(!text.split(separator: "\n").contains { $0.hasPrefix("error: wrong") }, "\(verb): \(text)")
            }
        }
    }
}
