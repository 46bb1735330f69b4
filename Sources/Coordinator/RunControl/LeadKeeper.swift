import Events
import Model
import Postgres
import WorkQueue

/// Renews the lease of a term while it lasts, on a connection of its own: whatever else the coordinator is at, counting
/// included, can't hold it up.
///
/// Once the term has ended, because this process slept or was cut off and another one leads, it has the work stopped. No
/// harm can come of what is done until then: every change asks for the term.
struct LeadKeeper: Sendable {
    let term: Term
    let lease: Duration
    let options: PostgresOptions
    let stop: StopSignal
    let events: Events

    /// Until its task is cancelled, or the term has ended.
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
                // A renewal that failed is made up for soon.
                try await Task.sleep(for: hasFailed ? min(.seconds(1), lease / 6) : lease / 6)
            }
        } catch {
            // The work has ended.
        }
        await runs.database.close()
    }
}
