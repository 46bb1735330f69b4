// Foundation: reads the file with the events' names.
import Events
import Foundation
import Testing

@Suite("docs/monitoring.md")
struct EventDocumentationTests {
    private let file = DocumentationFile(name: "monitoring.md")

    @Test("the table of fields matches the code")
    func labels() throws {
        let rows = EventLabel.allCases.sorted { $0.rawValue < $1.rawValue }.map { label in
            "| `\(label.rawValue)` | \(label.unit.rawValue) |"
        }
        let table = (["| field | unit |", "|---|---|"] + rows).joined(separator: "\n")
        try file.hold(DocumentationFile.filled(try file.text, marker: "events", tables: ["labels": table]))
    }

    @Test("each message in the table is an event's name, and its fields are labels")
    func messages() throws {
        let source = URL(filePath: #filePath).appending(path: "../../../../Sources/Shared/Events/RunEvent.swift")
        let names = try String(contentsOf: source.standardized, encoding: .utf8)
        let labels = Set(EventLabel.allCases.map(\.rawValue))
        let rows = try file.text.split(separator: "\n").drop { !$0.hasPrefix("| message | level |") }.dropFirst(2)
            .prefix { $0.hasPrefix("|") }
        #expect(rows.count > 15)
        for row in rows {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            for message in cells[0].matches(of: /`([^`]+)`/) {
                let start = message.1.hasSuffix("…") ? message.1.dropLast() : message.1
                #expect(names.contains("\"\(start)"), "\(message.1)")
            }
            let fields = cells[2].matches(of: /[a-z_]+/).map { String($0.0) }.filter { $0 != "or" }
            #expect(labels.isSuperset(of: fields), "\(row)")
        }
    }
}
