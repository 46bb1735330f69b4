// Foundation: reads and writes the documentation, which is no part of the tests' resources.
import Foundation
import Testing

/// A file of `docs/` that holds what the settings' descriptors say.
struct DocumentationFile {
    let name: String

    private var url: URL {
        URL(filePath: #filePath).appending(path: "../../../../docs/\(name)").standardized
    }

    var text: String {
        get throws { try String(contentsOf: url, encoding: .utf8) }
    }

    /// Expects the file to hold this text; `make docs` writes it instead.
    func hold(_ expected: String) throws {
        if ProcessInfo.processInfo.environment["SNOWMELT_UPDATE_DOCS"] == "1" {
            return try Data(expected.utf8).write(to: url)
        }
        let lines = (found: Self.lines(try text), expected: Self.lines(expected))
        let differing = zip(lines.found, lines.expected).first { $0 != $1 }
        let difference = differing.map { "\nfound:    \($0)\nexpected: \($1)" } ?? ""
        #expect(lines.found == lines.expected, "docs/\(name) is out of date; run `make docs`\(difference)")
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
