import Events
import Failures
import Model
import Postgres
import Publishing
import RowSource
import Settings
import Verification
import WorkQueue

extension Coordinator {
    /// Publishes all tables of a run whose chunks are done.
    ///
    /// The exit status is `failureExit` if some can't be published yet.
    package func publish(
        run text: String, consent: Consent, observer: any RunObserver
    ) async throws -> RunOutcome {
        let run = try await find(text, to: "publish", consent)
        guard run.state != .cancelled else {
            throw Failure(.refused, "run \(run.name) was cancelled", hint: "Plan a new one with `snowmelt plan`.")
        }
        guard run.state != .planning else {
            throw Failure(
                .refused, "run \(run.name) isn't planned to the end, so there is nothing to publish",
                hint: "`snowmelt run` resumes it; `snowmelt cancel \(run.name)` ends it.")
        }
        let isReopened = try await reopenIfLost(run)
        if !run.state.hasEnded || isReopened {
            let stop = StopSignal()
            let (term, _) = try await lead(run, stop: stop)
            try await leading(term, stop: stop) {
                if run.configIdentity == configuration.identity { try await takeOverEdits(of: run, under: term) }
                try await watched(run.id, by: observer) { try await publishAll(under: term, stop: stop) }
            }
        }
        let status = try await runs.fullStatus(run.id)
        return RunOutcome(
            status: status, exit: status.state == .completed ? status.endingExit : failureExit,
            continuation: try await continuation(of: run.id, status))
    }

    private func publishAll(under term: Term, stop: StopSignal) async throws {
        try await runs.clearErrors(term)
        let target = try await PostgresConnection.connect(targetOptions)
        try await SchemaMigration.target.apply(to: target)
        note(try await publicationCheck(term.run).reopen(under: term, on: target))
        let lanes = PublicationLanes(self, term, check: { try stop.check() })
        try await lanes.startAll(on: target)
        try await lanes.finish()
        _ = try await completeIfDone(term, on: target)
        await target.close()
    }

    /// The exit status of a command that left tables unpublished.
    var failureExit: ExitStatus { difference.isSet ? .verificationDiffers : .chunksFailed }

    /// Ends a run if all its tables are published, according to both the control database and the target.
    ///
    /// Returns `false` if there is more to do, such as publishing tables again.
    func completeIfDone(_ term: Term, on target: PostgresConnection) async throws -> Bool {
        let lost = try await publicationCheck(term.run).reopen(under: term, on: target)
        note(lost)
        guard lost.isEmpty else { return false }
        return try await runs.completeIfDone(term)
    }

    func publicationCheck(_ run: RandomID) -> PublicationCheck {
        PublicationCheck(run: run, runs: runs, targetOptions: targetOptions)
    }

    /// Reopens a complete run if the target was restored to before it was complete; returns whether it did.
    private func reopenIfLost(_ run: StoredRun) async throws -> Bool {
        guard run.state == .completed else { return false }
        let lost = try await publicationCheck(run.id).unpublished()
        guard !lost.isEmpty else { return false }
        if let obstacle = lost.first(where: { !$0.isOwned }) {
            throw Failure(
                .refused,
                "the target was restored to before \(obstacle.name) was planned: nothing of run \(run.name) is left there",
                hint: "`snowmelt run` plans a new one.")
        }
        guard try await runs.reopen(run.id) else {
            throw Failure(
                .refused,
                "the target was restored to before run \(run.name) published \(lost[0].name), and another run of this "
                    + "config isn't finished",
                hint: "Finish or cancel that one first; `snowmelt status` shows it.")
        }
        return true
    }

    private func note(_ lost: [PublicationCheck.Lost]) {
        for table in lost {
            events.record(.publicationLost(table: table.name, wayOut: table.obstacle ?? "it is published again"))
        }
    }

    /// Publishes one table; returns `false` if chunks of it must be copied first, or if the user stops the run.
    ///
    /// An error that isn't transient is stored with the table, and doesn't hold up other tables.
    func publish(
        _ table: StoredTable, at snapshot: Snapshot, among links: LinkedTables, under term: Term,
        on target: PostgresConnection
    ) async throws -> Bool {
        let publisher = TablePublisher(
            term: term, snapshot: table.spec?.snapshot(ofRun: snapshot) ?? snapshot, runs: runs, queue: queue,
            target: target, events: events, searchPath: session.searchPath,
            connect: { try await PostgresConnection.connect(targetOptions) },
            countSource: { spec in try await sourceCount.rows(of: spec, in: term.run) })
        do {
            if case .published = try await publisher.publish(table, among: links) { return true }
            return false
        } catch is CancellationError {
            return false
        } catch let error as PostgresError where error.disposition == .transient {
            throw error
        } catch {
            if (error as? Failure)?.status == .verificationDiffers { difference.set() }
            // Only the coordinator that leads the run can mark its tables as failed.
            let failure = Failure(describing: error)
            try await runs.failPublishing(table.number, error: "\(failure)", under: term)
            events.record(.tableNotPublished(table.spec?.target, failure))
            return true
        }
    }
}
