import ArgumentParser
import LogOutput
import Model
import Presentation
import ProgramEntry
import RunControl
import Verification

struct Verify: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Compares a run's tables with the source.",
        discussion: """
            Level counts compares the current row counts of source and target. Exits with code 6 if they differ, and \
            with code 5 if a table of the run isn't published yet.

            EXAMPLE
              snowmelt verify latest --output json
            """)

    enum Level: String, CaseIterable, ExpressibleByArgument, Sendable {
        case counts, aggregates, rows
    }

    static let onlyReads = true

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument

    @Option(help: "How to compare: counts (default); aggregates and rows aren't available yet.")
    var level: Level?

    func perform(_ context: Context) async throws -> ExitStatus {
        let level = try context.flags.value("level", level) ?? .counts
        guard level == .counts else {
            throw Failure(.usage, "--level \(level.rawValue) isn't available yet", hint: "Use --level counts.")
        }
        return try await context.withCoordinator { coordinator in
            let verification = try await context.shown { display in
                try await coordinator.verifyCounts(run: named.run, observer: display)
            }
            try context.console.show(VerificationDocument(verification)) {
                verification.text(style: context.console.style)
            }
            let open = verification.tables.count { $0.isOpen }
            if open > 0 {
                StandardStream.error.write(
                    "\(Quantity.plural(open, "table")) not published: `snowmelt status \(named.run)` says why\n")
            }
            return verification.exit
        }
    }
}
