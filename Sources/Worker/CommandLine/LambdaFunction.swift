import Events
import Lambda
import Logging
import Model
import Postgres
import ProgramEntry
import Settings
import WorkQueue
import WorkerRuntime

/// A worker as a Lambda function: each request runs a worker of its own, with its own connections.
struct LambdaFunction: Sendable {
    /// The config of requests that don't name one.
    let configPath: String
    /// The folder of configs that requests may name.
    let folder: ConfigFolder
    let loader: ConfigurationLoader
    /// The run of requests that don't name one.
    let run: String?
    let secrets: SecretsBox
    /// The logger of the workers' service groups.
    let logger: Logger

    /// Reads the config again, since a password in it may have changed.
    ///
    /// - Parameter name: the config's name from the event; `nil` for the function's own config.
    func configuration(_ name: String?) throws -> Configuration {
        let configuration = try loader.load(path: try name.map(folder.file) ?? configPath)
        secrets.learn(configuration.secrets)
        try requireFiles(configuration)
        return configuration
    }

    /// Works until no work is left, or until the time is nearly over.
    func work(
        on request: WorkRequest, until end: ContinuousClock.Instant, events: Events
    ) async throws -> WorkAnswer {
        let configuration = try configuration(request.config)
        let control = PostgresOptions(url: configuration.control.url, applicationName: "snowmelt-worker")
        let name = request.runID ?? run
        let found: RandomID? = try await withRuns(of: control) { runs in
            if let name { return try await runs.find(name, config: configuration.identity).id }
            return try await runs.unfinished(config: configuration.identity)?.id
        }
        guard let id = found else { return .nothing }
        var setup = WorkerSetup(configuration: configuration)
        setup.run = id.text
        setup.untilIdle = true
        var worker = try await setup.workerConfiguration()
        worker.deadline = end - .now
        try await Worker(configuration: worker, host: hostName(), pid: processID(), events: events, logger: logger)
            .run()
        return try await withRuns(of: control) { WorkAnswer(try await $0.status(id)) }
    }
}
