import ArgumentParser
import Model
package import Presentation
import ProgramEntry
import RunControl

struct Check: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Checks the configuration, connections, drivers, privileges, versions and free connections.",
        discussion: """
            Changes nothing, and reads no rows of the source. Takes the flags of `run`, and checks what that run needs \
            to begin. Prints one line per check, with a hint if something is wrong.

            EXAMPLE
              snowmelt check --config shop.yaml
              snowmelt check --workers 3 --threads 8
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Number of worker processes that the run would start (default: 1).")
    var workers: Int?

    @Option(help: "The name of the run.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "What the run would do about rows that an ended run left (default: refuse).",
            valueName: "refuse|continue|accept"))
    var leftovers: LeftoverRule?

    @OptionGroup(title: "Settings of all tables") var settings: SettingOptions

    func perform(_ context: Context) async throws -> ExitStatus {
        let run = CheckedRun(
            name: try context.flags.value("name", name), workers: try context.flags.value("workers", workers) ?? 1,
            leftovers: try context.flags.value("leftovers", leftovers) ?? .refuse)
        return try await context.withCoordinator(settings.overrides) { coordinator in
            let lines = await coordinator.check(run)
            let document = Document(
                ok: lines.allSatisfy { $0.result != .failed }, checks: lines.map { Document.Line($0, context.console) })
            try context.console.show(document) { text(lines, context.console) }
            return lines.lazy.map(\.exit).first { $0 != .done } ?? .done
        }
    }

    private func text(_ lines: [CheckLine], _ console: Console) -> [String] {
        var table = TextTable([.init("CHECK"), .init("RESULT"), .init("DETAIL", fitting: .wrapped)])
        for line in lines {
            table.rows.append([.init(line.subject), .state(line.result), .init(console.redact(line.detail))])
            if let hint = line.hint {
                table.rows.append([.init(""), .init(""), .init(console.style.arrow + " " + console.redact(hint))])
            }
        }
        return table.lines(style: console.style)
    }

    private struct Document: Encodable {
        struct Line: Encodable {
            var subject: String
            var result: String
            var detail: String
            var hint: Nullable<String>

            init(_ line: CheckLine, _ console: Console) {
                subject = line.subject
                result = line.result.rawValue
                detail = console.redact(line.detail)
                hint = Nullable(line.hint.map(console.redact))
            }
        }

        var ok: Bool
        var checks: [Line]
    }
}

extension CheckLine.Result: ColoredState {
    package var color: TextStyle.Color {
        switch self {
        case .ok: .green
        case .warning: .yellow
        case .failed: .red
        }
    }
}
