import Events
import Model
import RowSource
import WorkQueue

extension Coordinator {
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
