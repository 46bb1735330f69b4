import Model
import WorkQueue

/// Another run owns a target table.
struct FenceTaken: Error {
    let table: QualifiedName
    let run: RandomID
    let name: String
    let owner: String
    let since: String

    /// The error for the user, with a way out.
    ///
    /// - Parameters:
    ///   - state: the run's state in the control database; `nil` if it doesn't know the run.
    ///   - isOwn: whether it is a run of this config.
    ///   - differences: what distinguishes this config from the run's, as far as known.
    func failure(state: RunState?, isOwn: Bool, differences: [String]) -> Failure {
        let yes = isOwn ? "" : " --yes"
        let others =
            differences.isEmpty ? "" : "; this config isn't that run's:\n" + differences.joined(separator: "\n")
        let what = "\(table) is in use: run \(name) (\(run)) of \(owner) owns it since \(since)"
        return switch state {
        case nil:
            Failure(
                .refused,
                "\(what), and this control database doesn't know that run: it was restored to before the run's plan, or "
                    + "the run is another control database's",
                hint:
                    "If that run is no longer active, `snowmelt cancel \(run) --yes` frees its tables and shows which "
                    + "rows remain.")
        case .completed:
            Failure(
                .refused, "\(what), and it is complete: the target was restored to before that run published the table",
                hint: "`snowmelt publish \(run)\(yes)` publishes it again; `snowmelt cancel \(run) --yes` gives it up.")
        case .cancelled:
            Failure(
                .refused, "\(what), though it was cancelled", hint: "`snowmelt cancel \(run)\(yes)` frees its tables.")
        case .planning, .active, .paused:
            Failure(
                .refused, what + others, hint: "Wait for that run, or end it with `snowmelt cancel \(run)\(yes)`.")
        }
    }
}
