// Foundation: reading sources and the package's description, for this test alone.
import Foundation
import TestKit
import Testing

@Suite("The package's imports")
struct ImportEdgeTests {
    /// All targets, bottom up: a target only imports targets listed before it.
    private static let order = [
        "CLibPQ", "CUnixODBC", "CADBC", "Model", "Text", "PinnedThread", "FaultPoints", "Statements", "LogOutput",
        "Events",
        "TextFiles",
        "Settings",
        "Postgres", "Receipts", "RowSource", "Failures", "PGCopy", "ODBCSource", "ADBCSource", "PostgresSource",
        "SnowflakeSource", "SourceRegistry", "WorkQueue", "Transfer", "ProgramEntry", "Planning", "Publishing",
        "Verification", "Presentation", "RunControl", "WorkerRuntime",
        "Lambda", "snowmelt", "snowmelt-worker",
    ]

    /// The external packages that a target may import.
    private static let packages: [String: Set<String>] = [
        "LogOutput": ["Logging"], "Events": ["Logging"], "Settings": ["Yams"],
        "ProgramEntry": ["ArgumentParser", "Logging"],
        "WorkerRuntime": ["Logging", "ServiceLifecycle"], "Lambda": ["ServiceLifecycle"],
        "snowmelt": ["ArgumentParser", "Logging", "ServiceLifecycle", "UnixSignals"],
        "snowmelt-worker": ["ArgumentParser", "Logging", "ServiceLifecycle", "UnixSignals"],
    ]

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("each target only imports targets below it")
    func edgesPointDown() async throws {
        for (name, dependencies) in try await Self.dependencies() {
            let place = try #require(Self.order.firstIndex(of: name), "\(name) has no place in the order")
            for dependency in dependencies {
                if let lower = Self.order.firstIndex(of: dependency) {
                    #expect(lower < place, "\(name) imports \(dependency)")
                } else {
                    #expect(Self.packages[name, default: []].contains(dependency), "\(name) imports \(dependency)")
                }
            }
        }
    }

    @Test("docs/architecture.md lists every target, and what it imports")
    func documented() async throws {
        let page = try String(contentsOf: Self.root.appendingPathComponent("docs/architecture.md"), encoding: .utf8)
        var imports: [String: String] = [:]
        for row in page.split(separator: "\n").drop(while: { $0 != "| target | responsibility | imports |" }).dropFirst(
            2
        )
        .prefix(while: { $0.hasPrefix("|") }) {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            for name in cells[0].matches(of: /`([A-Za-z-]+)`/) {
                imports[String(name.1)] = cells.count > 2 ? cells[2] : ""
            }
        }
        for (name, dependencies) in try await Self.dependencies() where imports[name] != "what it wires" {
            let listed = try #require(imports[name], "\(name) isn't listed").split(separator: ", ").map(String.init)
            #expect(Set(listed) == Set(dependencies).intersection(Self.order), "\(name)")
        }
    }

    @Test("the worker knows nothing of the coordinator, nor the coordinator of the worker")
    func programsAreApart() async throws {
        let dependencies = try await Self.dependencies()
        func all(of name: String) -> Set<String> {
            var names: Set<String> = []
            for next in dependencies[name] ?? [] { names.formUnion(all(of: next).union([next])) }
            return names
        }
        let coordinator: Set = ["Planning", "Publishing", "Verification", "Presentation", "RunControl"]
        #expect(all(of: "snowmelt-worker").isDisjoint(with: coordinator))
        #expect(!all(of: "snowmelt").contains("WorkerRuntime"))
        #expect(!all(of: "snowmelt").contains("Transfer"))
        #expect(!all(of: "snowmelt").contains("Lambda"))
    }

    @Test(
        "a C library is imported by one target alone, and the pure targets import no I/O",
        arguments: [
            ("CLibPQ", ["Sources/Shared/Postgres"]), ("CUnixODBC", ["Sources/Shared/ODBCSource"]),
            ("CADBC", ["Sources/Shared/ADBCSource"]),
            ("Yams", ["Sources/Shared/Settings"]),
        ])
    func oneWayIn(module: String, folders: [String]) throws {
        for (path, imports) in try Self.sourceImports() where imports.contains(module) {
            #expect(folders.contains { path.hasPrefix($0) }, "\(path) imports \(module)")
        }
    }

    @Test("planning, encoding and the model do no I/O")
    func pureTargets() throws {
        let io: Set = [
            "Foundation", "FoundationEssentials", "Glibc", "Postgres", "ODBCSource", "ADBCSource", "PostgresSource",
            "SnowflakeSource", "Logging",
        ]
        let pure = ["Sources/Shared/Model/", "Sources/Coordinator/Planning/"]
        for (path, imports) in try Self.sourceImports() where pure.contains(where: path.hasPrefix) {
            #expect(io.isDisjoint(with: imports), "\(path) imports \(io.intersection(imports))")
        }
    }

    private static func dependencies() async throws -> [String: [String]] {
        struct Package: Decodable {
            struct Target: Decodable {
                var name: String
                var type: String
                var dependencies: [[String: [JSON]]]
            }
            var targets: [Target]
        }
        let scratch = try TestFolder()
        let ending = try await Program.run(
            "/usr/bin/env", ["swift", "package", "--scratch-path", scratch.path, "dump-package"], directory: root.path)
        #expect(ending.code == 0, "\(ending.standardError)")
        let package = try JSONDecoder().decode(Package.self, from: Data(ending.standardOutput.utf8))
        let tests: Set = [
            "TestKit", "UnitTests", "IntegrationTests", "ConformanceTests", "FaultTests", "encode-bench", "queue-load",
        ]
        return Dictionary(
            uniqueKeysWithValues: package.targets.filter { !tests.contains($0.name) }.map { target in
                (target.name, target.dependencies.compactMap { $0.values.first?.first?.text })
            })
    }

    /// A dependency's first element is its name; what follows doesn't matter here.
    private struct JSON: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = container.decodeNil() ? nil : try container.decode(String.self)
        }
    }

    private static func sourceImports() throws -> [(path: String, imports: Set<String>)] {
        let sources = root.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.subpaths(atPath: sources.path)).filter { $0.hasSuffix(".swift") }
        return try files.map { file in
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            let imports = text.split(separator: "\n").compactMap { line -> String? in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 1, index + 1 < words.count else {
                    return nil
                }
                return String(words[index + 1])
            }
            return ("Sources/\(file)", Set(imports))
        }
    }
}
