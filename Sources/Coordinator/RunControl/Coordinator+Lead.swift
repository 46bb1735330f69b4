import Events
import Model
import RowSource
import WorkQueue

extension Coordinator {
    private static let countdown = Duration.seconds(5)

    /// Begins to lead a run, once the lead of a coordinator that has died has expired.
    ///
    /// The lead of a process of this host that is gone isn't waited for. Throws if the coordinator is alive, which
    /// renews its lead.
    func lead(_ run: StoredRun, stop: StopSignal) async throws -> (term: Term, state: RunState) {
        var until: String?
        var nextWord = ContinuousClock.now
        while true {
            let lead = try await runs.currentLead(of: run.id)
            let gone = lead?.process.flatMap { HostProcess(text: $0)?.isGone == true ? $0 : nil }
            if let led = try await runs.lead(run.id, as: identity, insteadOf: gone) {
                if let lead, gone != nil { events.record(.leadTaken(run: run.name, coordinator: lead.coordinator)) }
                return led
            }
            guard let lead else {
                guard try await runs.state(of: run.id)?.hasEnded == false else {
                    throw Failure(
                        .refused, "run \(run.name) has ended meanwhile",
                        hint: "`snowmelt status \(run.name)` shows it.")
                }
                continue
            }
            guard lead.until == until ?? lead.until else {
                throw Failure(
                    .refused, "run \(run.name) is led by \(lead.coordinator), which is at work",
                    hint: "Start `snowmelt-worker` to help it; `snowmelt status \(run.name)` shows it.")
            }
            until = lead.until
            if stop.isSet {
                throw stop.refusal
                    ?? Failure(
                        .interrupted, "interrupted while waiting to lead run \(run.name)",
                        hint: "The same command tries again.")
            }
            if ContinuousClock.now >= nextWord {
                events.record(.leadAwaited(run: run.name, coordinator: lead.coordinator, rest: lead.rest))
                nextWord += Self.countdown
            }
            try await Task.sleep(for: min(max(lead.rest, .milliseconds(50)), .milliseconds(500)))
        }
    }

    /// Runs `body` under a term, which is renewed until `body` ends and is then given up.
    ///
    /// If the term ends earlier, `stop` is set for `body`. This then throws that another coordinator leads the run,
    /// instead of any error that `body` throws as a consequence.
    func leading<Answer: Sendable>(
        _ term: Term, stop: StopSignal, _ body: () async throws -> Answer
    ) async throws -> Answer {
        let keeper = LeadKeeper(
            term: term, lease: identity.lease, options: controlOptions, stop: stop, events: events)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await keeper.keep() }
            do {
                let answer = try await body()
                group.cancelAll()
                try await group.waitForAll()
                try await runs.leave(term)
                return answer
            } catch {
                group.cancelAll()
                await giveUp(term)
                throw stop.refusal ?? error
            }
        }
    }

    /// Gives up the term after an error; if that fails, too, only records it, so that the first error is kept.
    private func giveUp(_ term: Term) async {
        do {
            try await runs.leave(term)
        } catch {
            events.record(.leadNotGivenUp(error))
        }
    }

    /// Runs `body` while a snapshot of the source is held; passes `nil` if there is none, or if `condition` is false.
    func holding<Answer: Sendable>(
        only condition: Bool = true, _ body: ((any SnapshotHold)?) async throws -> Answer
    ) async throws -> Answer {
        guard condition, let hold = try await holdSnapshot() else { return try await body(nil) }
        return try await hold.closing { try await body(hold) }
    }
}
