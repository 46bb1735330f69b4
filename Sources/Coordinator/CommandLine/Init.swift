import ArgumentParser
import Glibc
import LogOutput
import Model
import Presentation
import ProgramEntry
import RunControl
import Settings

struct Init: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Writes a commented starter configuration.",
        discussion: """
            With --discover, the configuration lists the tables of the source in $SOURCE_CONNECTION.

            EXAMPLE
              snowmelt init
              SOURCE_CONNECTION='Driver=SQLite3;Database=shop.sqlite' snowmelt init --discover --config shop.yaml
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "List the tables of the source in $SOURCE_CONNECTION.")
    var discover = false

    @Flag(help: "Replace an existing file.")
    var force = false

    func perform(_ context: Context) async throws -> ExitStatus {
        let path = context.configPath
        let mayReplace = try context.flags.isOn("force", force)
        guard mayReplace || access(path, F_OK) != 0 else {
            throw Failure(
                .refused, "\(path) already exists", hint: "--force replaces it; --config FILE writes another file.")
        }
        guard try context.flags.isOn("discover", discover) else {
            return try write(starterConfiguration(), path, mayReplace: mayReplace, tables: nil, context)
        }
        return try await context.withCoordinator(for: try probe(context)) { coordinator in
            let found = try await coordinator.discover("*", countRows: false)
            let odd = found.filter { $0.error != nil }
            let tables = found.filter { $0.error == nil }.map(\.name)
            for table in odd {
                StandardStream.error.write(
                    context.console.redact("left out \(table.name): \(table.error ?? "")".singleLine) + "\n")
            }
            return try write(
                starterConfiguration(tables: tables), path, mayReplace: mayReplace, tables: tables.count, context)
        }
    }

    /// The starter configuration itself; only its source is used, so any target is fine.
    private func probe(_ context: Context) throws -> Configuration {
        guard !(context.environment["SOURCE_CONNECTION"] ?? "").isEmpty else {
            throw Failure(
                .usage, "--discover needs a source in SOURCE_CONNECTION",
                hint: "For example: export SOURCE_CONNECTION='Driver=SQLite3;Database=shop.sqlite'")
        }
        var environment = context.environment
        if (environment["TARGET_URL"] ?? "").isEmpty { environment["TARGET_URL"] = "postgresql:///" }
        return try ConfigurationLoader(environment: environment)
            .configuration(starterConfiguration(), file: "starter configuration")
    }

    private func write(
        _ text: String, _ path: String, mayReplace: Bool, tables: Int?, _ context: Context
    ) throws -> ExitStatus {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mayReplace ? O_TRUNC : O_EXCL)
        let file = open(path, flags, 0o644)
        let reason = file < 0 ? errno : StandardStream(descriptor: file).write(text)
        guard reason == 0, close(file) == 0 else {
            throw Failure(
                .usage, "\(path) can't be written: \(StandardStream.text(of: reason == 0 ? errno : reason))")
        }
        struct Document: Encodable {
            var config: String
            var tables: Int?
        }
        try context.console.show(Document(config: path, tables: tables)) {
            let found = tables.map { " with \($0) table\($0 == 1 ? "" : "s")" } ?? ""
            return ["wrote \(path)\(found); it reads SOURCE_CONNECTION and TARGET_URL; next: snowmelt check"]
        }
        return .done
    }
}
