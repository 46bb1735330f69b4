// Foundation: reading the folder, for this test alone.
import Foundation
import Testing

@Suite("The files of sql/")
struct StatementFilesTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "sql")

    private static func statements() throws -> [String: String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "statements").path)
        return try Dictionary(
            uniqueKeysWithValues: files.map { file in
                (file, try String(contentsOf: folder.appending(path: "statements/\(file)"), encoding: .utf8))
            })
    }

    @Test("every statement has an accessor of its name, and every accessor a file, in the order of the files")
    func accessors() throws {
        let source = try String(contentsOf: Self.folder.appending(path: "SQL.swift"), encoding: .utf8)
        let accessors = source.matches(
            of: /static let (\w+) = statement\(\s*"(\w+)", PackageResources\.(\w+)_sql\)/)
        #expect(accessors.map { "\($0.2).sql" } == (try Self.statements().keys.sorted()))
        for accessor in accessors {
            let words = accessor.2.split(separator: "_")
            #expect(accessor.1 == words.dropFirst().reduce(String(words[0])) { $0 + $1.capitalized })
            #expect(accessor.2 == accessor.3)
        }
    }

    @Test("every statement says what it is for and who calls it, and explains each parameter")
    func headers() throws {
        let statements = try Self.statements()
        #expect(statements.count > 50)
        for (file, text) in statements {
            let header = text.split(separator: "\n").prefix { $0.hasPrefix("--") }.joined(separator: " ")
            let body = text.split(separator: "\n").drop { $0.hasPrefix("--") }.joined(separator: "\n")
            #expect(header.count > 30, "\(file) doesn't say what it is for")
            #expect(header.contains("Caller: "), "\(file) doesn't say who calls it")
            for parameter in Set(body.matches(of: /\$\d+/).map { String($0.output) }) {
                #expect(header.contains(parameter), "\(file) doesn't explain \(parameter)")
            }
        }
    }
}
