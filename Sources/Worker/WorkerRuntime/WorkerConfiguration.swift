package import Model
package import Postgres
package import RowSource
package import WorkQueue

/// The configuration of a worker process.
package struct WorkerConfiguration: Sendable {
    /// Unique to this start of the process.
    package var workerID = RandomID()
    /// Identity of the config whose runs the worker works on.
    package var configIdentity: String
    package var control: PostgresOptions
    package var target: PostgresOptions
    /// Session settings of the loading transactions.
    package var loadSettings: [String: String]
    package var source: any RowSource
    /// How many connections to the source all workers may hold; `nil` for no limit.
    package var sourceLimit: SourceLimit?
    /// The circuit breaker, which keeps all workers from a failing source.
    package var breaker: SourceBreaker
    package var work: WorkOptions
    /// The only run to work on; `nil` for every unfinished run of the config.
    package var run: RandomID?
    /// Whether the worker ends when no work is left.
    package var untilIdle: Bool
    /// How long after the worker's start the process will be ended, finished or not; `nil` for no deadline.
    package var deadline: Duration?
    /// How long a chunk may continue after a request to stop before it is released.
    package var grace = Duration.seconds(15)
    /// How long a cancelled driver call may take to return before this process ends itself.
    package var hangTimeout = Duration.seconds(30)
    /// Whether the worker logs how much it copies; the coordinator that started it does so for all its workers.
    package var reportsCopies = true
    /// Ends the process immediately: a thread that hangs in a driver can't be ended in any other way.
    package var endProcess: @Sendable () -> Void

    package init(
        configIdentity: String, control: PostgresOptions, target: PostgresOptions, loadSettings: [String: String],
        source: any RowSource, sourceLimit: SourceLimit?, breaker: SourceBreaker, work: WorkOptions,
        run: RandomID? = nil, untilIdle: Bool = false, deadline: Duration? = nil,
        endProcess: @escaping @Sendable () -> Void
    ) {
        self.configIdentity = configIdentity
        self.control = control
        self.target = target
        self.loadSettings = loadSettings
        self.source = source
        self.sourceLimit = sourceLimit
        self.breaker = breaker
        self.work = work
        self.run = run
        self.untilIdle = untilIdle
        self.deadline = deadline
        self.endProcess = endProcess
    }
}
