import Events
import Glibc
import Logging
import Model
import ProgramEntry
import ServiceLifecycle

/// Runs a worker, or the loop of a Lambda function, until it ends by itself or by a signal.
///
/// The first signal ends it gracefully, the second immediately.
///
/// - Parameter parent: the process id of the coordinator that started this worker; the worker ends gracefully when that
///   process is gone. `nil` if there is none.
func carryOut(_ service: some Service, parent: Int32?, events: Events, logger: Logger) async throws -> ExitStatus {
    // Below the level notice, the group logs every service with all its settings.
    var groupLogger = logger
    groupLogger.logLevel = max(logger.logLevel, .notice)
    let services = ServiceGroup(
        configuration: .init(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
            logger: groupLogger))
    let parentWatch = Task {
        guard let parent else { return }
        while getppid() == parent { try await Task.sleep(for: .seconds(1)) }
        events.record(.coordinatorGone)
        await services.triggerGracefulShutdown()
    }
    defer { parentWatch.cancel() }
    let interruptions = Interruptions.counts()
    return try await withThrowingTaskGroup(of: ExitStatus?.self) { group in
        group.addTask {
            try await services.run()
            return .done
        }
        group.addTask {
            for await count in interruptions {
                if count > 1 { return .interrupted }
                await services.triggerGracefulShutdown()
            }
            return nil
        }
        defer { group.cancelAll() }
        return (try await group.next() ?? nil) ?? .interrupted
    }
}

func processID() -> Int { Int(getpid()) }
