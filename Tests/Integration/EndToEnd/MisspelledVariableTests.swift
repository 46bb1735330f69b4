// Foundation: parses what a program says about its flags.
import Foundation
import ProgramEntry
import TestKit
import Testing

@testable import Settings

@Suite("Misspelled variables")
struct MisspelledVariableTests {
    @Test("both programs warn of a misspelled variable, and not of one that the config reads")
    func warnings() async throws {
        let migration = try await TestMigration(
            source: "CREATE TABLE t (id integer primary key)",
            tables: "  - {source: main.t, target: '${SNOWMELT_PLACE:-moved}.t'}",
            target: try await PostgresCluster.shared.database())
        let environment = ["SNOWMELT_THREAD": "4", "SNOWMELT_PLACE": "moved", "SNOWMELT_THREADS": "3"]
        let run = try await migration.snowmelt("run", environment: environment)
        #expect(run.code == 0, "\(run)")
        // Once, and not again by the worker that `run` started.
        #expect(run.standardError.components(separatedBy: "SNOWMELT_THREAD is ignored").count == 2, "\(run)")
        #expect(run.standardError.contains("did you mean SNOWMELT_THREADS?"), "\(run)")
        #expect(!run.standardError.contains("SNOWMELT_PLACE"), "\(run)")
        let worker = try await migration.worker("--until-idle", environment: environment)
        #expect(worker.standardError.contains("SNOWMELT_THREAD is ignored"), "\(worker)")
        #expect(!worker.standardError.contains("SNOWMELT_PLACE"), "\(worker)")
        // Also where there is no config to be found.
        let lost = try await migration.snowmelt("status", environment: ["SNOWMELT_CONFG": "x", "SNOWMELT_CONFIG": "y"])
        #expect(lost.code == 2)
        #expect(lost.standardError.contains("did you mean SNOWMELT_CONFIG?"), "\(lost)")
    }

    @Test("the variable of every flag is known", arguments: ["snowmelt", "snowmelt-worker"])
    func everyFlag(program: String) async throws {
        let help = try await Program.run(program, ["--experimental-dump-help"])
        let flags = Self.flags(in: try JSONSerialization.jsonObject(with: Data(help.standardOutput.utf8)))
        #expect(flags.count > 10)
        let known = Set(UnknownVariable.flags + Setting.overridable.map { String($0.flag.dropFirst(2)) })
        #expect(flags.subtracting(known) == ["help", "version"])
    }

    /// The names of all shown flags, of all verbs.
    private static func flags(in document: Any) -> Set<String> {
        if let list = document as? [Any] { return list.reduce(into: []) { $0.formUnion(flags(in: $1)) } }
        guard let members = document as? [String: Any], members["shouldDisplay"] as? Bool != false else { return [] }
        var found = members.values.reduce(into: Set<String>()) { $0.formUnion(flags(in: $1)) }
        for name in members["names"] as? [[String: Any]] ?? [] where name["kind"] as? String == "long" {
            if let name = name["name"] as? String { found.insert(name) }
        }
        return found
    }
}
