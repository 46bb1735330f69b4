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
    /// The run as named by the user; `nil` for all runs of the configuration.
    var run: String?
    var untilIdle = false
    var deadline: Duration?
    /// The id given by the coordinator that started this process; `nil` for a new one.
    var workerID: RandomID?
    /// Whether a coordinator on this machine started this process.
    var hasParent = false

    init(configuration: Configuration) {
        self.configuration = configuration
    }

    func workerConfiguration() async throws -> WorkerConfiguration {
        let control = PostgresOptions(url: configuration.control.url, applicationName: "snowmelt-worker")
        let name = ConnectionDescription.sourceName(configuration.source)
        var worker = WorkerConfiguration(
            configIdentity: configuration.identity, control: control,
            target: PostgresOptions(url: configuration.target.url, applicationName: "snowmelt-worker"),
            loadSettings: configuration.target.session, source: try openSource(configuration.source),
            sourceLimit: configuration.source.maxConnections.map { SourceLimit(source: name, connections: $0) },
            breaker: SourceBreaker(
                source: name, threshold: configuration.source.breakerFailures,
                rest: configuration.source.breakerRest),
            work: configuration.work, run: try await runID(control), untilIdle: untilIdle, deadline: deadline,
            endProcess: { _exit(ExitStatus.internalError.rawValue) })
        worker.reportsCopies = !hasParent
        if let workerID { worker.workerID = workerID }
        return worker
    }

    /// Looks the run up unless its name is an id; a coordinator passes ids, so its workers start faster.
    private func runID(_ control: PostgresOptions) async throws -> RandomID? {
        guard let run else { return nil }
        if run.count == 36, run.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12] { return RandomID(text: run) }
        return try await withRuns(of: control) { try await $0.find(run, config: configuration.identity).id }
    }
}

/// Answers a question about runs, on a connection that is closed afterwards.
func withRuns<Answer: Sendable>(
    of control: PostgresOptions, _ body: (Runs) async throws -> Answer
) async throws -> Answer {
    let database = ControlDatabase(options: control)
    return try await database.closing {
        try await RequiredPrivileges.workerInControl.require(on: database.connected())
        try await SchemaMigration.control.require(
            on: database.connected(),
            orElse: Failure(
                .usage, "the control database holds no runs yet",
                hint: "Run `snowmelt plan` or `snowmelt run` with this config first."))
        return try await body(Runs(database: database))
    }
}
