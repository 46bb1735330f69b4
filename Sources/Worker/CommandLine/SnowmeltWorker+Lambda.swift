import Events
import Failures
import Lambda
import LogOutput
import Logging
import Model
import ProgramEntry
import Settings

extension SnowmeltWorker {
    /// Runs as the runtime of a Lambda function, until Lambda ends this process.
    func runInLambda(_ api: RuntimeAPI, _ environment: [String: String]) async throws -> ExitStatus {
        let secrets = SecretsBox()
        let function: LambdaFunction
        do {
            function = try lambdaFunction(environment, secrets)
        } catch {
            // A problem of the function itself is reported before it takes any invocation.
            let failure = Failure(describing: error)
            StandardStream.error.write(failure.text(redact: secrets.redact))
            do {
                try await api.failInitialization(ErrorDocument(failure, redact: secrets.redact))
            } catch {
                StandardStream.error.write("the error can't be reported to Lambda: \(error)\n")
            }
            return failure.status
        }
        do {
            let logger = function.logger
            let events = Events(log: logger)
            let loop = LambdaLoop(api: api, redact: secrets.redact, events: events, work: function.work)
            return try await carryOut(loop, parent: nil, events: events, logger: logger)
        } catch {
            let failure = Failure(describing: error)
            StandardStream.error.write(failure.text(redact: secrets.redact))
            return failure.status
        }
    }

    private func lambdaFunction(_ environment: [String: String], _ secrets: SecretsBox) throws -> LambdaFunction {
        try log.resolved(environment, format: .json).bootstrap { secrets.redact($0) }
        let flags = FlagValues(environment: environment)
        guard try flags.value("deadline", deadline) == nil else {
            throw Failure(
                .usage, "--deadline can't be used in AWS Lambda, where each invocation has its own deadline",
                hint: "Set the function's timeout and lambda_timeout_buffer_seconds instead.")
        }
        let function = LambdaFunction(
            configPath: configOption.path(environment),
            folder: try ConfigFolder(environment: environment, config: configOption.path(environment)),
            loader: ConfigurationLoader(environment: environment, flags: settings.overrides),
            run: try flags.value("run", run), secrets: secrets, logger: Logger(label: "snowmelt-worker"))
        let references = (function.folder.files + [function.configPath])
            .map(ConfigurationLoader.referencedVariables).reduce(into: Set()) { $0.formUnion($1) }
        warn(of: UnknownVariable.all(in: environment, besides: references), Events(log: function.logger))
        // If the function has no config of its own, events may still name one.
        if configOption.config != nil || !(environment["SNOWMELT_CONFIG"] ?? "").isEmpty {
            _ = try function.configuration(nil)
        }
        return function
    }
}
