import ArgumentParser
import Events
import Failures
import Lambda
import LogOutput
import Logging
import Model
import ProgramEntry
import Settings
import WorkerRuntime

/// The program `snowmelt-worker`: parses the command line and wires the libraries together.
@main
struct SnowmeltWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snowmelt-worker",
        abstract: "Claims chunks of planned runs and copies them until it is stopped.",
        discussion: """
            Start any number of workers, on any machine that can reach source, target and control database. After \
            SIGTERM or Ctrl-C a worker claims no more chunks; in-flight chunks finish or return to the queue. A second \
            signal doesn't wait, and a third ends the process immediately.

            If AWS_LAMBDA_RUNTIME_API is set, as it is in AWS Lambda, the worker is the function's runtime: each \
            invocation with {"action": "work"} works until no work is left or its time is nearly over.

            EXAMPLE
              snowmelt-worker --threads 8
              snowmelt-worker --run nightly --until-idle
              snowmelt-worker --until-idle --deadline 14m        within AWS Lambda's 15 minutes
            """,
        version: programVersion)

    @OptionGroup var configOption: ConfigOption

    @Option(
        help: ArgumentHelp("Work only on this run: an id, the start of one, a name, or `latest`.", valueName: "run"))
    var run: String?

    @Flag(help: "Exit when no work is left.")
    var untilIdle = false

    @Option(
        help: ArgumentHelp(
            "Exit after this time, such as 14m; unfinished chunks return to the queue.", valueName: "time"))
    var deadline: TimeSpan?

    @Option(help: .hidden)
    var workerID: String?

    @Option(help: .hidden)
    var parent: Int32?

    @OptionGroup var log: LogOptions
    @OptionGroup(title: "Settings of all tables") var settings: SettingOptions

    static var _errorLabel: String { "error" }

    static func main() async {
        await runProgram()
    }

    mutating func run() async throws {
        let environment = processEnvironment()
        // The workers of a coordinator that itself runs in Lambda are ordinary workers.
        if parent == nil, let endpoint = environment[RuntimeAPI.variable], !endpoint.isEmpty {
            throw ExitCode(try await runInLambda(try RuntimeAPI(endpoint: endpoint), environment).rawValue)
        }
        let secrets = SecretsBox()
        let status: ExitStatus
        do {
            try log.resolved(environment).bootstrap { secrets.redact($0) }
            let logger = Logger(label: "snowmelt-worker")
            // The coordinator that started this process has already warned.
            if parent == nil {
                let references = ConfigurationLoader.referencedVariables(path: configOption.path(environment))
                warn(of: UnknownVariable.all(in: environment, besides: references), Events(log: logger))
            }
            let loader = ConfigurationLoader(environment: environment, flags: settings.overrides)
            let configuration = try loader.load(path: configOption.path(environment))
            secrets.learn(configuration.secrets)
            status = try await work(configuration, environment, logger: logger)
        } catch {
            let failure = Failure(describing: error)
            StandardStream.error.write(failure.text(redact: secrets.redact))
            status = failure.status
        }
        throw ExitCode(status.rawValue)
    }

    private func work(
        _ configuration: Configuration, _ environment: [String: String], logger: Logger
    ) async throws -> ExitStatus {
        try requireFiles(configuration)
        let flags = FlagValues(environment: environment)
        var setup = WorkerSetup(configuration: configuration)
        setup.untilIdle = try flags.isOn("until-idle", untilIdle)
        setup.deadline = try flags.value("deadline", deadline)?.duration
        setup.hasParent = parent != nil
        setup.workerID = workerID.map(RandomID.init(text:))
        let events = Events(log: logger)
        let search = RunSearch(
            configuration: configuration, run: try flags.value("run", run), mayBePlanning: !setup.untilIdle,
            control: setup.control, events: events)
        // A coordinator passes the id of its own run, so its workers needn't search.
        let given = parent == nil ? nil : search.run.map(RandomID.init(text:))
        let worker = Worker(
            configuration: given != nil
                ? try setup.workerConfiguration(search.own, run: given) : try await setup.workerConfiguration(search),
            host: hostName(), pid: processID(), events: events, logger: logger)
        return try await carryOut(worker, parent: parent, events: events, logger: logger)
    }
}

func warn(of variables: [UnknownVariable], _ events: Events) {
    for variable in variables { events.record(.settingIgnored(variable.warning)) }
}

/// Checks that the process may open enough files: a slot has two connections, each of which may need several.
func requireFiles(_ configuration: Configuration) throws {
    try OpenFiles.require(
        24 + 4 * configuration.work.threads, hint: "Raise the limit (`ulimit -n`), or use fewer threads.")
}
