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
        var setup = WorkerSetup(configuration: configuration)
        setup.untilIdle = true
        let search = RunSearch(
            configuration: configuration, run: request.runID ?? run, mayBePlanning: true, control: setup.control,
            events: events)
        // Waiting would cost money; the next invocation looks again.
        let match = try await search.find(within: .zero)
        guard let id = match.run?.id else { return .nothing }
        var worker = try setup.workerConfiguration(match, run: id)
        worker.deadline = end - .now
        try await Worker(configuration: worker, host: hostName(), pid: processID(), events: events, logger: logger)
            .run()
        let database = ControlDatabase(options: setup.control)
        return try await database.closing { WorkAnswer(try await Runs(database: database).status(id)) }
    }
}
