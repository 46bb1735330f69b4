import LogOutput
import Model
import Presentation
import ProgramEntry
import RunControl
import WorkQueue

extension RunOutcome {
    /// Writes to stderr why `run` or `publish` didn't finish the run, and how to continue.
    func sayWhatIsNext() {
        if let text = next { StandardStream.error.write("\(text)\n") }
    }

    private var name: String { status.name.singleLine }

    private var next: String? {
        switch exit {
        case .interrupted:
            return switch continuation {
            case .goesOn: "interrupted; nothing is lost: the same `snowmelt run` resumes \(name)"
            default: "interrupted; \(snapshotGone)"
            }
        case .source:
            let reason = "the workers ended because the source can't be used"
            return switch continuation {
            case .goesOn:
                "\(reason); nothing is lost: once that is corrected, the same `snowmelt run` resumes \(name)"
            default: "\(reason); \(snapshotGone)"
            }
        case .chunksFailed:
            let reasons = [skippedTables, failedChunks, failedPublications, openChunks]
            return reasons.compactMap(\.self).joined(separator: "\n")
        case .verificationDiffers:
            return verification == nil
                ? "the target lacks rows that its receipts prove: `snowmelt status \(name)` shows which table"
                : "source and target differ: has the source changed since it was read?"
        default: return nil
        }
    }

    private var skippedTables: String? {
        let count = status.skipped.count
        guard count > 0 else { return nil }
        return "\(Quantity.plural(count, "table")) couldn't be planned and \(count == 1 ? "was" : "were") skipped: "
            + "`snowmelt status \(name)` says why; the next run tries again"
    }

    private var failedChunks: String? {
        guard status.tables.contains(where: { $0.failed > 0 }) else { return nil }
        let reason = "some chunks failed: `snowmelt chunks \(name) --state failed` says why"
        guard case .goesOn = continuation else { return "\(reason); \(snapshotGone)" }
        return "\(reason); then `snowmelt requeue \(name) --failed` and `snowmelt run`"
    }

    private var failedPublications: String? {
        let count = status.tables.count { $0.failed == 0 && $0.state == .failed && !$0.isSkipped }
        guard count > 0 else { return nil }
        return "all chunks of \(Quantity.plural(count, "table")) are copied, but publishing failed: "
            + "`snowmelt status \(name)` says why; correct the cause, then `snowmelt run` publishes again; or "
            + "`snowmelt cancel \(name)`, then `snowmelt run` copies everything again"
    }

    /// For `publish`: chunks that no worker has copied yet.
    private var openChunks: String? {
        guard status.tables.contains(where: { $0.ready + $0.claimed > 0 }) else { return nil }
        guard case .goesOn = continuation else { return "some chunks aren't copied yet; \(snapshotGone)" }
        return "some chunks aren't copied yet: `snowmelt run` copies and publishes them"
    }

    /// How to continue a run whose source snapshot is gone.
    private var snapshotGone: String {
        let reason = "the source's snapshot ended with this command"
        return switch continuation {
        case .endsHere:
            "\(reason): \(name) can't be resumed: `snowmelt cancel \(name)`, then `snowmelt run` starts again"
        default: "\(reason): the same `snowmelt run` copies all tables of \(name) again"
        }
    }
}
