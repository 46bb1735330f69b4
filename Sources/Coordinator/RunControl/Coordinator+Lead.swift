import Events
import Model
import RowSource
import WorkQueue

extension Coordinator {
    /// Carries out `body` under a term, which is kept meanwhile and ends with it.
    ///
    /// When the term ends before, `stop` tells `body`, and this throws that another coordinator leads the run, whatever
    /// `body` met because of it.
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

    /// After an error, which is what counts.
    private func giveUp(_ term: Term) async {
        do {
            try await runs.leave(term)
        } catch {
            events.record(.leadNotGivenUp(error))
        }
    }

    /// Carries out `body` at a point in time of the source that is held meanwhile, where it can be.
    func holding<Answer: Sendable>(
        only condition: Bool = true, _ body: ((any SnapshotHold)?) async throws -> Answer
    ) async throws -> Answer {
        guard condition, let hold = try await holdSnapshot() else { return try await body(nil) }
        return try await hold.closing { try await body(hold) }
    }
}
