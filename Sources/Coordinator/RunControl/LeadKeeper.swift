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

    /// Runs until its task is cancelled or the term has ended.
    func keep() async {
        var options = options
        options.deadline = min(options.deadline, lease / 6)
        let runs = Runs(database: ControlDatabase(options: options))
        var hasFailed = false
        do {
            while !Task.isCancelled {
                do throws(PostgresError) {
                    guard try await runs.renew(term, lease: lease) != nil else {
                        if let interference = try await runs.interference(with: term) {
                            stop.set(because: interference)
                        }
                        break
                    }
                    hasFailed = false
                } catch {
                    if !hasFailed, !Task.isCancelled {
                        events.record(.leadNotRenewed(error))
                    }
                    hasFailed = true
                }
                // A failed renewal is soon tried again.
                try await Task.sleep(for: hasFailed ? min(.seconds(1), lease / 6) : lease / 6)
            }
        } catch {
            // The work has ended.
        }
        await runs.database.close()
    }
}
