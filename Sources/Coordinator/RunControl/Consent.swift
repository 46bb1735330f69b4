import Model
import Settings
import WorkQueue

/// Whether a command may change a run of another config.
///
/// Such a run is usually somebody else's, and named by mistake.
package struct Consent: Sendable {
    private let isGiven: Bool
    private let ask: @Sendable (String) -> Bool?

    /// - Parameters:
    ///   - isGiven: whether the user has consented beforehand, by `--yes`.
    ///   - ask: asks the user a question; `nil` if there is no terminal.
    package init(isGiven: Bool, ask: @escaping @Sendable (String) -> Bool? = { _ in nil }) {
        self.isGiven = isGiven
        self.ask = ask
    }

    /// What to add to a command that is to run without a question, too.
    package var flag: String { isGiven ? " --yes" : "" }

    /// Throws unless the user agrees to `verb` a run of another config.
    func require(_ verb: String, _ run: StoredRun, file: String) throws(Failure) {
        guard !isGiven else { return }
        let what = "run \(run.name) (\(run.id)) is another config's than \(file)"
        switch ask("\(what): \(run.place). Really \(verb) it? [y/N] ") {
        case true?: return
        case false?: throw Failure(.refused, "\(what); nothing was changed")
        case nil:
            throw Failure(
                .refused, "\(what): \(run.place)",
                hint: "`snowmelt \(verb) \(run.id) --yes` does it all the same; --config names that run's config; "
                    + "`latest` is the newest run of this one.")
        }
    }
}

extension StoredRun {
    /// What the run copies, for a person who has to recognise it.
    fileprivate var place: String {
        let entries = plannedSettings?.entries ?? []
        let shown = entries.prefix(3).joined(separator: ", ") + (entries.count > 3 ? ", …" : "")
        return "it copies \(shown.isEmpty ? "from \(source)" : shown)"
    }
}

extension Coordinator {
    /// The run that `text` names, for a command that changes it; refuses another config's run without consent.
    func find(_ text: String, to verb: String, _ consent: Consent) async throws -> StoredRun {
        let run = try await find(text)
        if !owns(run) { try consent.require(verb, run, file: configuration.file) }
        return run
    }
}
