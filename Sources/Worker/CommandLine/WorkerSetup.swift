import Events
import Glibc
import Model
import Postgres
import Settings
import SourceRegistry
import WorkQueue
import WorkerRuntime

/// Turns a configuration and flags into a `WorkerConfiguration`.
struct WorkerSetup: Sendable {
    let configuration: Configuration
    var untilIdle = false
    var deadline: Duration?
    /// The id given by the coordinator that started this process; `nil` for a new one.
    var workerID: RandomID?
    /// Whether a coordinator on this machine started this process.
    var hasParent = false

    /// How long a worker waits for a plan.
    private static let patience = Duration.seconds(60)

    init(configuration: Configuration) {
        self.configuration = configuration
    }

    var control: PostgresOptions {
        PostgresOptions(url: configuration.control.url, applicationName: "snowmelt-worker")
    }

    /// The configuration of a worker for the runs that `search` finds.
    ///
    /// A worker that waits for more runs anyway only waits for the first use of the control database.
    func workerConfiguration(_ search: RunSearch) async throws -> WorkerConfiguration {
        let waits = search.run != nil || untilIdle
        let patience = min(Self.patience, deadline.map { $0 / 2 } ?? Self.patience)
        let match = try await search.find(within: patience, isRequired: waits)
        return try workerConfiguration(match, run: search.run == nil ? nil : match.run?.id)
    }

    /// - Parameter run: the only run to work on; `nil` for every unfinished run of the config.
    func workerConfiguration(_ match: RunSearch.Match, run: RandomID?) throws -> WorkerConfiguration {
        var worker = WorkerConfiguration(
            configIdentity: match.identity, control: control,
            target: PostgresOptions(url: configuration.target.url, applicationName: "snowmelt-worker"),
            loadSettings: configuration.target.session, source: try openSource(configuration.source),
            sourceLimit: configuration.source.maxConnections.map { SourceLimit(source: match.source, connections: $0) },
            breaker: SourceBreaker(
                source: match.source, threshold: configuration.source.breakerFailures,
                rest: configuration.source.breakerRest),
            work: configuration.work, run: run, untilIdle: untilIdle, deadline: deadline,
            endProcess: { _exit(ExitStatus.internalError.rawValue) })
        worker.reportsCopies = !hasParent
        if let workerID { worker.workerID = workerID }
        return worker
    }
}
