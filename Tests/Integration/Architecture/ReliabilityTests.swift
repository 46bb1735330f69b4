// Foundation: reading sources and documentation, for this test alone.
import Foundation
import Testing

@Suite("docs/reliability.md")
struct ReliabilityTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("all 43 faults have a row, and each row names an existing test suite that names the fault")
    func faults() throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("docs/reliability.md"), encoding: .utf8)
        let sources = try Self.testSources()
        var seen: Set<Int> = []
        for row in text.split(separator: "\n") {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 4, let first = cells[0].first, first.isNumber else { continue }
            let numbers = Self.numbers(cells[0])
            seen.formUnion(numbers)
            let suites = cells[3].matches(of: /`(\w+)`/).map { String($0.1) }
            #expect(!suites.isEmpty, "\(row)")
            for suite in suites {
                #expect(sources.keys.contains(suite), "\(suite) isn't there")
            }
            let named = suites.compactMap { sources[$0] }.reduce(into: Set<Int>()) { $0.formUnion(Self.named(in: $1)) }
            #expect(numbers.isSubset(of: named), "\(cells[0]): no test names \(numbers.subtracting(named))")
        }
        #expect(seen == Set(1...43))
    }

    /// Parses numbers such as `1–7` and `18, 21`.
    private static func numbers(_ text: String) -> Set<Int> {
        text.split(separator: ",").reduce(into: []) { numbers, part in
            let ends = part.split(separator: "–").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
            if let low = ends.first, let high = ends.last { numbers.formUnion(low...high) }
        }
    }

    /// The faults named by the tests of a file: "fault 8:", "faults 1 to 7:".
    private static func named(in source: String) -> Set<Int> {
        source.matches(of: /faults? (\d+)(?: to (\d+))?:/).reduce(into: []) { numbers, match in
            if let low = Int(match.1) { numbers.formUnion(low...(match.2.flatMap { Int($0) } ?? low)) }
        }
    }

    private static func testSources() throws -> [String: String] {
        var sources: [String: String] = [:]
        let folder = root.appendingPathComponent("Tests")
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix("Tests.swift")
        {
            let file = folder.appendingPathComponent(path)
            // Two targets may have files with the same name.
            let name = file.deletingPathExtension().lastPathComponent
            sources[name, default: ""] += try String(contentsOf: file, encoding: .utf8)
        }
        return sources
    }
}
