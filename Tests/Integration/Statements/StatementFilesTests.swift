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

    @Test("every statement states its purpose and callers, and explains each parameter")
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

    @Test("only one façade sends statements that change a chunk's state; a plan is written and removed as a whole")
    func chunkWriters() throws {
        let writers = try Self.statements().filter { file, text in
            text.contains(/(INSERT INTO|UPDATE|DELETE FROM) migration_status\.work\b/)
                || ["claim_chunk.sql", "finish_chunk.sql"].contains(file)
        }
        #expect(writers.count > 10)
        let accessors = Set(
            writers.keys.map { file in
                let words = file.dropLast(".sql".count).split(separator: "_")
                return words.dropFirst().reduce("SQL.\(words[0])") { $0 + $1.capitalized }
            })
        let sources = Self.folder.deletingLastPathComponent().appending(path: "Sources")
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            let sent = Set(text.matches(of: /SQL\.\w+/).map { String($0.output) }).intersection(accessors)
            if path == "Shared/WorkQueue/Runs+Plan.swift" {
                #expect(sent == ["SQL.insertWork", "SQL.deleteRunPlan"])
            } else if !path.hasPrefix("Shared/WorkQueue/WorkQueue") {
                #expect(sent.isEmpty, "\(path) sends \(sent.sorted())")
            }
        }
    }

    @Test("no statement reads inside the JSON of a plan or of a void receipt")
    func opaqueJSON() throws {
        for (file, text) in try Self.statements() {
            let looks = text.matches(of: /(spec|halves|extent)\s*(->|#>|@>)/).map {
                String($0.output.0)
            }
            #expect(looks.isEmpty, "\(file): \(looks)")
        }
    }
}
