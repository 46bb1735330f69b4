package import Model

/// Edits and flags that can't apply to a run that is already planned.
package struct RunEdited: Sendable {
    private let run: String
    private let changes: [SettingChange]

    /// Whether the run is still this config's; otherwise, `cancel` asks before it ends the run.
    private let isOwn: Bool

    private static let most = 20

    package init(run: String, changes: [SettingChange], isOwn: Bool = true) {
        self.run = run
        self.isOwn = isOwn
        self.changes = changes
    }

    /// The error of a command that would plan, resume or publish the run.
    package var failure: Failure {
        let flags = flags
        let cancel = "`snowmelt cancel \(run)\(isOwn ? "" : " --yes")` ends it; then `snowmelt run` plans anew."
        guard flags.isEmpty else {
            return Failure(
                .usage, "\(flags.joined(separator: ", ")) can't apply to the unfinished run \(run):\n\(list)",
                hint: "Without \(flags.count == 1 ? "it" : "them"), the same command resumes \(run). Or \(cancel)")
        }
        return Failure(
            .refused,
            "the unfinished run \(run) was planned with other settings, which can't change any more:\n\(list)",
            hint: "With the settings of its plan, the same command resumes \(run). Or \(cancel)")
    }

    /// The error of a worker whose flags or variables are no worker's to decide; `nil` if there are none.
    package var workerFailure: Failure? {
        guard !flags.isEmpty else { return nil }
        return Failure(
            .usage, "\(flags.joined(separator: ", ")) can't apply: the plan of run \(run) decides\n\(list)",
            hint:
                "Start workers without \(flags.count == 1 ? "it" : "them"); `snowmelt run` and `snowmelt plan` have the "
                + "same flags.")
    }

    private var flags: [String] { Set(changes.compactMap(\.override)).sorted() }

    private var list: String {
        var lines = changes.prefix(Self.most).map(\.text)
        if changes.count > Self.most { lines.append("and \(changes.count - Self.most) more") }
        return lines.joined(separator: "\n")
    }
}
