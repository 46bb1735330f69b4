/// When an edit of a setting reaches a run that is already planned.
package enum EditEffect: String, CaseIterable, Sendable {
    /// Immediately: each command and each worker uses the value in its own config.
    ///
    /// The addresses of source, target and control database belong here as far as they say who connects and how. An
    /// address that leads to another database makes it another configuration.
    case atOnce
    /// With the next `run` or `publish`, which takes the value over for all tables that aren't published yet.
    case nextRun
    /// With the next plan: an unfinished run keeps what it was planned with, so a `run` that would resume it is refused.
    case nextPlan
}
