// Foundation: reads and writes the documentation, which isn't in the tests' resources.
import Foundation
import Testing

/// A file in `docs/` with parts that are generated from the code.
struct DocumentationFile {
    let name: String

    private var url: URL {
        URL(filePath: #filePath).appending(path: "../../../../docs/\(name)").standardized
    }

    var text: String {
        get throws { try String(contentsOf: url, encoding: .utf8) }
    }

    /// Expects the file to contain this text; with `make docs`, writes it instead.
    func hold(_ expected: String) throws {
        if ProcessInfo.processInfo.environment["SNOWMELT_UPDATE_DOCS"] == "1" {
            return try Data(expected.utf8).write(to: url, options: .atomic)
        }
        let lines = (found: Self.lines(try text), expected: Self.lines(expected))
        let differing = zip(lines.found, lines.expected).first { $0 != $1 }
        let difference = differing.map { "\nfound:    \($0)\nexpected: \($1)" } ?? ""
        #expect(lines.found == lines.expected, "docs/\(name) is out of date; run `make docs`\(difference)")
    }

    /// A page with generated tables between `<!-- marker: name -->` and `<!-- end -->`.
    static func filled(_ page: String, marker: String, tables: [String: String]) -> String {
        var isInside = false
        return page.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> String? in
            if line == "<!-- end -->" { isInside = false }
            guard !isInside else { return nil }
            guard line.hasPrefix("<!-- \(marker): "), let name = line.split(separator: " ").dropFirst(2).first,
                let table = tables[String(name)]
            else { return String(line) }
            isInside = true
            return "\(line)\n\(table)"
        }.joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
