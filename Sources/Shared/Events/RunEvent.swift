package import Logging
package import Model

/// Something that happened in a run.
///
/// The names, levels and labels of all events are defined here. A new event needs a case, its record below, and a call
/// of `events.record(…)` where it happens.
package enum RunEvent: Sendable {
    // The run
    case runPlanned(run: String, tables: Int, chunks: Int, rows: Int)
    case runContinued(run: String)
    case runPaused(run: String)
    case editTakenOver(run: String, String)
    case planWarning(table: QualifiedName, String)
    case tableSkipped(table: QualifiedName, reason: String)
    case tableChanged(table: QualifiedName, reason: String)
    case snapshotNotHeld
    case snapshotLost(run: String)
    case snapshotGone
    case planNotRemoved(run: RandomID, any Error)
    case leadAwaited(run: String, coordinator: String, rest: Duration)
    case leadTaken(run: String, coordinator: String)
    case leadNotRenewed(any Error, waited: Duration)
    case leadNotGivenUp(any Error)
    case databaseUnavailable(purpose: String, any Error, waited: Duration, limit: Duration)
    case progress([EventLabel: String])
    case phase(String, elapsed: Duration)

    // Publishing
    case lockAwaited(purpose: String, holders: String, waited: Duration, limit: Duration)
    case tableMadeLogged(QualifiedName)
    case sourceChanged(table: QualifiedName, planned: Int, copied: Int)
    case tablePublished(QualifiedName, rows: Int, LoadMode)
    case tableNotPublished(QualifiedName?, any Error)
    case noConnectionToPublish(any Error)
    case stepNotRecorded(String, any Error)
    case keyValidated(constraint: String, table: String)
    case sequenceEnds(QualifiedName, column: String, table: QualifiedName)
    case sequenceNotMoved(QualifiedName, table: QualifiedName, grant: String)
    case publicationLost(table: String, wayOut: String)

    // Processes
    case workerStarted(worker: RandomID, slots: Int, pid: Int)
    case workerEnded(pid: Int32, code: Int32)
    case workerEndedUnknown(pid: Int32)
    case workerKilled(pid: Int32, signal: Int32)
    case workerStopping
    case workerNotSignedOff(any Error)
    case coordinatorGone
    case settingIgnored(String)
    case databaseNotReady(any Error, rest: Duration)
    case planAwaited(reason: String, limit: Duration)
    case nothingToWorkOn(String)
    case leaseLost
    case heartbeatFailed(any Error)

    // Claims
    case chunkTakenBack(table: QualifiedName, chunk: Int)
    case chunkReaped(run: String, table: QualifiedName, chunk: Int, attempt: Int)
    case sessionLeft
    case reapingFailed(any Error)
    case claimsRequeued(chunks: Int)
    case claimsNotRequeued(any Error)
    case remainingUnknown(any Error)
    case slotFailed(any Error)

    // Chunks
    case chunkCopied(rows: Int, bytes: Int)
    case chunksCopied(chunks: Int, rows: Int, bytes: Int, within: Duration)
    case chunkAlone(table: QualifiedName, chunk: Int)
    case chunkReleased(ReleaseReason)
    case chunkSplit
    case chunkUnsplittable(reason: String)
    case chunkNotSplit(any Error)
    case chunkDroppedAsSplit
    case chunkFenced(any Error)
    case chunkGivenBack(any Error)
    case chunkRetried(error: String)
    case chunkFailed(error: String)
    case waitingChunksFailed(Int)
    case driverHangs
    case sessionNotEnded(any Error)
    case receiptUnknown(any Error)

    // The source
    case breakerOpened(failures: Int, rest: Duration, any Error)
    case breakerTried
    case breakerClosed
    case permitNotGivenBack(any Error)

    // AWS Lambda
    case invocationDone(remaining: Int, failed: Int, done: Bool)
    case invocationFailed(error: String)
    case answerNotHandedOver(any Error)

    /// The reason why a chunk is released without counting the attempt.
    package enum ReleaseReason: Sendable {
        case workerStops, runEnded, leaseLost, deadline
    }

    /// The form of an event for sinks: a constant name, the level, and the event's own labels.
    package struct Record: Sendable {
        package var level: Logger.Level
        package var name: String
        package var labels: [EventLabel: String]

        init(_ level: Logger.Level, _ name: String, _ labels: [EventLabel: String] = [:]) {
            (self.level, self.name, self.labels) = (level, name, labels)
        }

        init(_ level: Logger.Level, _ name: String, _ error: any Error) {
            self.init(level, name, [.error: "\(error)"])
        }
    }
}

extension RunEvent {
    package var record: Record {
        switch self {
        case .runPlanned(let run, let tables, let chunks, let rows):
            Record(
                .info, "run planned",
                [.run: run, .tables: "\(tables)", .chunks: "\(chunks)", .rows: "\(rows)"])
        case .runContinued(let run):
            Record(.info, "going on with an unfinished run", [.run: run])
        case .runPaused(let run):
            Record(.warning, "the run is paused; `snowmelt resume \(run)` lets workers claim its chunks again")
        case .planWarning(let table, let warning):
            Record(.warning, "\(table): \(warning)")
        case .tableSkipped(let table, let reason):
            Record(.error, "table skipped: it can't be planned", [.table: "\(table)", .reason: reason])
        case .tableChanged(let table, let reason):
            Record(
                .error, "the table isn't at the source as it was planned, so its chunks fail",
                [.table: "\(table)", .reason: reason])
        case .editTakenOver(let run, let change):
            Record(.info, "the run takes over an edit of the config: \(change)", [.run: run])
        case .snapshotNotHeld:
            Record(
                .warning,
                "a snapshot would end with this command, so the run reads the current rows; `snowmelt run` pins one")
        case .snapshotLost(let run):
            Record(
                .warning,
                "the source's snapshot ended with the command that held it: all tables are planned and copied again",
                [.run: run])
        case .snapshotGone:
            Record(.warning, "the source's snapshot is gone: its current rows are counted")
        case .planNotRemoved(let run, let error):
            Record(
                .warning, "the objects of the failed plan couldn't be removed; `snowmelt cancel` removes them",
                [.run: "\(run)", .error: "\(error)"])
        case .leadAwaited(let run, let coordinator, let rest):
            Record(
                .warning, "waiting until the lead of the run's last coordinator expires, unless it is still at work",
                [.run: run, .heldBy: coordinator, .restSeconds: "\(Int(rest.inSeconds.rounded(.up)))"])
        case .leadTaken(let run, let coordinator):
            Record(
                .warning, "the process that led the run is gone; this one leads the run now",
                [.run: run, .heldBy: coordinator])
        case .leadNotRenewed(let error, let waited):
            Record(
                .warning, "renewing the coordinator's lease fails, trying again until this command ends",
                [.error: "\(error)", .waitedSeconds: "\(waited.components.seconds)"])
        case .leadNotGivenUp(let error):
            Record(.warning, "releasing the coordinator's lease failed; it expires by itself", error)
        case .databaseUnavailable(let purpose, let error, let waited, let limit):
            Record(
                .warning, "a database isn't available; waiting for it",
                [
                    .purpose: purpose, .error: "\(error)", .waitedSeconds: "\(waited.components.seconds)",
                    .limitSeconds: "\(limit.components.seconds)",
                ])
        case .progress(let labels):
            Record(.info, "progress", labels)
        case .phase(let step, let elapsed):
            Record(
                .info, "still at work", [.step: step, .elapsedSeconds: "\(elapsed.components.seconds)"])

        case .lockAwaited(let purpose, let holders, let waited, let limit):
            Record(
                .info, "waiting for a lock",
                [
                    .purpose: purpose, .heldBy: holders, .waitedSeconds: "\(waited.components.seconds)",
                    .limitSeconds: "\(limit.components.seconds)",
                ])
        case .tableMadeLogged(let table):
            Record(.info, "table made logged", [.table: "\(table)"])
        case .sourceChanged(let table, let planned, let copied):
            Record(
                .warning, "the source changed while it was copied",
                [.table: "\(table)", .planned: "\(planned)", .copied: "\(copied)"])
        case .tablePublished(let table, let rows, let mode):
            Record(
                .info, "table published",
                [.table: "\(table)", mode.ownsAllRows ? .rows : .rowsAdded: "\(rows)"])
        case .tableNotPublished(let table, let error):
            Record(
                .error, "table not published", [.table: table?.description ?? "", .error: "\(error)"])
        case .noConnectionToPublish(let error):
            Record(.debug, "no connection to publish another table in parallel", error)
        case .stepNotRecorded(let step, let error):
            Record(.debug, "the step wasn't recorded", [.step: step, .error: "\(error)"])
        case .keyValidated(let constraint, let table):
            Record(.info, "foreign key validated", [.constraint: constraint, .table: table])
        case .sequenceEnds(let sequence, let column, let table):
            Record(
                .warning,
                "the sequence ends before the loaded values; the next row that uses the sequence may fail",
                [.sequence: "\(sequence)", .column: column, .table: "\(table)"])
        case .sequenceNotMoved(let sequence, let table, let grant):
            Record(
                .warning,
                "this user may not move the sequence past the loaded rows; grant the privilege, or set the sequence",
                [.sequence: "\(sequence)", .table: "\(table)", .grant: grant])
        case .publicationLost(let table, let wayOut):
            Record(
                .warning, "the target was restored to before this table was published",
                [.table: table, .wayOut: wayOut])

        case .workerStarted(let worker, let slots, let pid):
            Record(.info, "worker started", [.worker: "\(worker)", .slots: "\(slots)", .pid: "\(pid)"])
        case .workerEnded(let pid, let code):
            Record(.warning, "worker ended", [.pid: "\(pid)", .code: "\(code)"])
        case .workerEndedUnknown(let pid):
            Record(.warning, "worker ended, exit code unknown", [.pid: "\(pid)"])
        case .workerKilled(let pid, let signal):
            Record(.warning, "worker was killed", [.pid: "\(pid)", .signal: "\(signal)"])
        case .workerStopping:
            Record(.info, "stopping: no more claims; in-flight chunks finish or are released")
        case .workerNotSignedOff(let error):
            Record(.warning, "the worker couldn't report that it ended; its lease expires", error)
        case .coordinatorGone:
            Record(.warning, "the coordinator that started this worker is gone")
        case .settingIgnored(let reason):
            Record(.warning, reason)
        case .databaseNotReady(let error, let rest):
            Record(
                .warning, "a database isn't available yet, trying again",
                [.error: "\(error)", .restSeconds: "\(Int(rest.inSeconds.rounded(.up)))"])
        case .planAwaited(let reason, let limit):
            Record(
                .warning, "waiting for a plan", [.reason: reason, .limitSeconds: "\(limit.components.seconds)"])
        case .nothingToWorkOn(let reason):
            Record(.warning, "there is no run to work on", [.reason: reason])
        case .leaseLost:
            Record(.error, "lease lost: another process may take over this worker's chunks")
        case .heartbeatFailed(let error):
            Record(.warning, "heartbeat failed, trying again", error)

        case .chunkTakenBack(let table, let chunk):
            Record(.warning, Self.takenBack, [.table: "\(table)", .chunk: "\(chunk)"])
        case .chunkReaped(let run, let table, let chunk, let attempt):
            Record(
                .warning, Self.takenBack,
                [.run: run, .table: "\(table)", .chunk: "\(chunk)", .attempt: "\(attempt)"])
        case .sessionLeft:
            Record(
                .warning,
                "a session that copies for a lost claim can't be ended: grant this user membership in the session's "
                    + "role, or pg_signal_backend; until then, other sessions wait for its locks")
        case .reapingFailed(let error):
            Record(.warning, "looking for lost workers failed, trying again", error)
        case .claimsRequeued(let chunks):
            Record(.warning, "claims that no slot holds were requeued", [.chunks: "\(chunks)"])
        case .claimsNotRequeued(let error):
            Record(.warning, "looking for claims that no slot holds failed", error)
        case .remainingUnknown(let error):
            Record(.warning, "counting the remaining work failed, trying again", error)
        case .slotFailed(let error):
            Record(.warning, "slot failed, trying again", error)

        case .chunkCopied(let rows, let bytes):
            Record(.debug, "chunk copied", [.rows: "\(rows)", .bytes: "\(bytes)"])
        case .chunksCopied(let chunks, let rows, let bytes, let time):
            Record(
                .info, "chunks copied",
                [
                    .chunks: "\(chunks)", .rows: "\(rows)", .bytes: "\(bytes)",
                    .rowsPerSecond: Self.rate(rows, time), .bytesPerSecond: Self.rate(bytes, time),
                ])
        case .chunkAlone(let table, let chunk):
            Record(
                .info, "a chunk whose worker died gets its last attempt, alone in a worker",
                [.table: "\(table)", .chunk: "\(chunk)"])
        case .chunkReleased(.workerStops):
            Record(.info, "chunk released: the worker stops")
        case .chunkReleased(.runEnded):
            Record(.info, "chunk released: its run has ended")
        case .chunkReleased(.leaseLost):
            Record(.warning, "chunk released: the worker's lease ran out")
        case .chunkReleased(.deadline):
            Record(.info, "chunk released: it can't finish before the worker's deadline")
        case .chunkSplit:
            Record(.info, "chunk split: its halves take its place")
        case .chunkUnsplittable(let reason):
            Record(
                .warning, "chunk can't be split; give workers more time, or plan with a smaller chunk_rows",
                [.reason: reason])
        case .chunkNotSplit(let error):
            Record(.warning, "splitting the chunk failed", error)
        case .chunkDroppedAsSplit:
            Record(.info, "chunk dropped: it was split")
        case .chunkFenced(let error):
            Record(.warning, "chunk dropped: fenced", error)
        case .chunkGivenBack(let error):
            Record(.warning, "chunk given back: its source fails", error)
        case .chunkRetried(let error):
            Record(.warning, "chunk attempt failed, trying again later", [.error: error])
        case .waitingChunksFailed(let count):
            Record(.error, "the table's waiting chunks fail like this one, and aren't tried", [.chunks: "\(count)"])
        case .chunkFailed(let error):
            Record(.error, "chunk failed", [.error: error])
        case .driverHangs:
            Record(
                .critical,
                "the source's driver doesn't return; this worker ends, so that another can replace it")
        case .sessionNotEnded(let error):
            Record(.warning, "ending the session of a broken connection failed", error)
        case .receiptUnknown(let error):
            Record(.warning, "reading a receipt failed", error)

        case .breakerOpened(let failures, let rest, let error):
            Record(
                .warning, "source breaker open: no claims until the source answers again",
                [
                    .failures: "\(failures)", .restSeconds: "\(Int(rest.inSeconds.rounded()))",
                    .error: "\(error)",
                ])
        case .breakerTried:
            Record(.info, "source breaker half_open: trying the source")
        case .breakerClosed:
            Record(.info, "source breaker closed: the source answers again")
        case .permitNotGivenBack(let error):
            Record(.warning, "a source permit couldn't be released", error)

        case .invocationDone(let remaining, let failed, let done):
            Record(
                .info, "invocation done",
                [.remaining: "\(remaining)", .failed: "\(failed)", .done: "\(done)"])
        case .invocationFailed(let error):
            Record(.error, "invocation failed", [.error: error])
        case .answerNotHandedOver(let error):
            Record(.warning, "the answer couldn't be returned to AWS Lambda", error)
        }
    }

    private static func rate(_ count: Int, _ time: Duration) -> String {
        "\(Int((Double(count) / max(time / .seconds(1), 0.001)).rounded()))"
    }

    private static let takenBack = "chunk taken back from a lost worker"
}
