import ArgumentParser
import Model
import Presentation
import ProgramEntry
import RunControl
import Verification

struct Verify: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Compares published tables with the source.",
        discussion: """
            Level counts compares the number of rows, counted now on both sides. Exits with 6 where they differ.

            EXAMPLE
              snowmelt verify latest --output json
            """)

    enum Level: String, CaseIterable, ExpressibleByArgument, Sendable {
        case counts, aggregates, rows
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument

    @Option(help: "How closely: counts (default); aggregates and rows aren't there yet.")
    var level: Level?

    func perform(_ context: Context) async throws -> ExitStatus {
        let level = try context.flags.value("level", level) ?? .counts
        guard level == .counts else {
            throw Failure(.usage, "--level \(level.rawValue) isn't there yet", hint: "Use --level counts.")
        }
        return try await context.withCoordinator { coordinator in
            let verification = try await coordinator.verifyCounts(run: named.run)
            try context.console.show(VerificationDocument(verification)) {
                verification.text(style: context.console.style)
            }
            return verification.isEqual ? .done : .verificationDiffers
        }
    }
}
