import Events
import Lambda
import Logging
import Model
import Postgres
import ProgramEntry
import Settings
import WorkQueue
import WorkerRuntime

/// A worker as a Lambda function: each request is a worker of its own, with its own connections.
struct LambdaFunction: Sendable {
    /// Of requests that don't name a config.
    let configPath: String
    /// Of those that do.
    let folder: ConfigFolder
    let loader: ConfigurationLoader
    /// Of requests that don't name a run.
    let run: String?
    let secrets: SecretsBox
    /// Of the workers' groups of services.
    let logger: Logger

    /// Reads the config anew: a password in it may have changed since the last time.
    ///
    /// - Parameter name: as an event gives it.
    func configuration(_ name: String?) throws -> Configuration {
        let configuration = try loader.load(path: try name.map(folder.file) ?? configPath)
        secrets.learn(configuration.secrets)
        try requireFiles(configuration)
        return configuration
    }

    /// Works until nothing is left, or until the time is nearly over.
    func work(
        on request: WorkRequest, until end: ContinuousClock.Instant, events: Events
    ) async throws -> WorkAnswer {
        let configuration = try configuration(request.config)
        let control = PostgresOptions(url: configuration.control.url, applicationName: "snowmelt-worker")
        let name = request.runID ?? run
        let found: RandomID? = try await withRuns(of: control) { runs in
            if let name { return try await runs.find(name).id }
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
