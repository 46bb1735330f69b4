package import Model
package import Postgres
package import RowSource
package import WorkQueue

/// Everything that a worker process is set up with.
package struct WorkerConfiguration: Sendable {
    /// Of this process start alone.
    package var workerID = RandomID()
    /// Identity of the config whose runs it works on.
    package var configIdentity: String
    package var control: PostgresOptions
    package var target: PostgresOptions
    /// Session settings of the loading transactions.
    package var loadSettings: [String: String]
    package var source: any RowSource
    /// How many connections all workers may hold to the source; nil: no limit.
    package var sourceLimit: SourceLimit?
    /// Keeps all workers from a source that fails.
    package var breaker: SourceBreaker
    /// Slots: each copies one chunk at a time.
    package var slots: Int
    /// Works on this run only; nil: on every unfinished run of the config.
    package var run: RandomID?
    /// Ends when nothing is left to do.
    package var untilIdle: Bool
    /// The process is ended so long after the worker's start, whether or not it is done; nil: it isn't.
    package var deadline: Duration?
    /// Claims nothing in the last part of the time until the deadline.
    package var timeoutBuffer: Duration
    /// How long a chunk may go on after a request to stop before it is given back.
    package var grace = Duration.seconds(15)
    /// A chunk that moves no row for this long is cancelled and tried again.
    package var stallTimeout = Duration.seconds(600)
    /// A longer value is refused, in bytes.
    package var maxValueBytes = TableSettings().maxValueBytes
    /// How long a cancelled driver call may take to return before this process is given up.
    package var hangTimeout = Duration.seconds(30)
    /// Ends the process at once: a thread that hangs in a driver can't be ended in any other way.
    package var endProcess: @Sendable () -> Void

    package init(
        configIdentity: String, control: PostgresOptions, target: PostgresOptions, loadSettings: [String: String],
        source: any RowSource, sourceLimit: SourceLimit?, breaker: SourceBreaker, slots: Int, run: RandomID? = nil,
        untilIdle: Bool = false, deadline: Duration? = nil, timeoutBuffer: Duration,
        endProcess: @escaping @Sendable () -> Void
    ) {
        self.configIdentity = configIdentity
        self.control = control
        self.target = target
        self.loadSettings = loadSettings
        self.source = source
        self.sourceLimit = sourceLimit
        self.breaker = breaker
        self.slots = slots
        self.run = run
        self.untilIdle = untilIdle
        self.deadline = deadline
        self.timeoutBuffer = timeoutBuffer
        self.endProcess = endProcess
    }
}
