import Events
import Model
import Postgres
import WorkQueue

/// Renews the lease of a term on a connection of its own, so that no other work of the coordinator delays it.
///
/// If the term has ended because this process was suspended or cut off and another one leads, the keeper stops the work.
/// Work done until then is harmless, because every change checks the term.
struct LeadKeeper: Sendable {
    let term: Term
    let lease: Duration
    let options: PostgresOptions
    let stop: StopSignal
    let events: Events

    private static let wordInterval = Duration.seconds(55)

    /// Runs until its task is cancelled or the term has ended.
    func keep() async {
        var options = options
        options.deadline = min(options.deadline, lease / 6)
        let runs = Runs(database: ControlDatabase(options: options))
        var failingSince: ContinuousClock.Instant?
        var nextWord = ContinuousClock.now
        do {
            while !Task.isCancelled {
                do throws(PostgresError) {
                    guard try await runs.renew(term, lease: lease) != nil else {
                        if let interference = try await runs.interference(with: term) {
                            stop.set(because: interference)
                        }
                        break
                    }
                    failingSince = nil
                } catch {
                    let now = ContinuousClock.now
                    let since = failingSince ?? now
                    if failingSince == nil || now >= nextWord, !Task.isCancelled {
                        events.record(.leadNotRenewed(error, waited: now - since))
                        nextWord = now + Self.wordInterval
                    }
                    failingSince = since
                }
                // A failed renewal is soon tried again.
                try await Task.sleep(for: failingSince != nil ? min(.seconds(1), lease / 6) : lease / 6)
            }
        } catch {
            // The work has ended.
        }
        await runs.database.close()
    }
}
