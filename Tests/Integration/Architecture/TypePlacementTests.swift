// Foundation: reading the sources, for this test alone.
import Foundation
import Testing

@Suite("Where types are found")
struct TypePlacementTests {
    /// Files that contain several types because these are read together.
    private static let tables: Set = ["States.swift", "FailureTable.swift"]

    private struct SourceFile {
        let path: String
        let folder: String
        /// The words of the file's code, without comments.
        let words: Set<Substring>
        /// The file's top-level types that other files may use.
        let types: [String]

        /// The type that the file is named after: `Type+Topic.swift` belongs to `Type`.
        var type: String {
            (path.split(separator: "/").last ?? "").prefix { $0 != "." && $0 != "+" }.description
        }
    }

    @Test("a type that several files use has a file of its name")
    func findable() throws {
        let files = try Self.sources()
        for file in files where !Self.tables.contains(where: { file.path.hasSuffix("/\($0)") }) {
            for type in file.types where type != file.type {
                let users = files.filter { other in
                    other.path != file.path && other.words.contains(Substring(type))
                        && (other.folder == file.folder || other.words.contains(Substring(file.folder)))
                }
                #expect(users.count < 2, "\(type) is in \(file.path), and used in \(users.map(\.path))")
            }
        }
    }

    @Test("no two types have the same name, but a verb may have the name of the type that it shows")
    func unique() throws {
        var places: [String: [String]] = [:]
        for file in try Self.sources() where !file.path.contains("/CommandLine/") {
            for type in file.types { places[type, default: []].append(file.path) }
        }
        #expect(!places.isEmpty)
        for (type, paths) in places { #expect(paths.count == 1, "\(type): \(paths)") }
    }

    private static func sources() throws -> [SourceFile] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let declaration =
            /(?m)^(?:@\w+(?:\([^)]*\))? )*(?:(?:package|public|final|indirect) )*(?:struct|class|enum|actor|protocol) (\w+)/
        return try ["Sources", "sql"].flatMap { top in
            try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(top).path)
                .filter { $0.hasSuffix(".swift") }
                .map { "\(top)/\($0)" }
        }
        .map { path in
            let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
            return SourceFile(
                path: path, folder: path.split(separator: "/").dropFirst(2).first?.description ?? "",
                words: Set(code.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }),
                types: text.matches(of: declaration).map { String($0.1) })
        }
    }
}
