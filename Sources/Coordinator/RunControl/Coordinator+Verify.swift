import Model
package import Verification
import WorkQueue

extension Coordinator {
    /// Compares the row counts of all tables of a run with the source's current counts.
    package func verifyCounts(run text: String, observer: any PhaseObserver) async throws -> VerificationResult {
        try await countComparison(find(text).id).perform { table, number, count in
            observer.begin(phase: "counting \(table) (\(number) of \(count)) at source and target")
        }
    }

    func countComparison(_ run: RandomID) -> CountComparison {
        CountComparison(run: run, runs: runs, targetOptions: targetOptions, sourceCount: sourceCount)
    }

    var sourceCount: SourceCount { SourceCount(source: source, events: events) }
}
