import TestKit

/// One operation of a random sequence.
///
/// Steps name workers by their place and chunks not at all, so that a sequence makes sense whatever is cut out of it:
/// a step that doesn't fit the moment does nothing.
enum ModelStep: Hashable, Sendable {
    /// The worker does what comes next: claim, open its COPY, commit rows and receipt, mark as done; after a failed
    /// attempt, say so.
    case proceed(worker: Int)
    /// Commits, and the reply is lost.
    case commitUnheard(worker: Int)
    /// The source fails in the middle of the chunk.
    case breakSource(worker: Int)
    /// Gives the claim back.
    case release(worker: Int)
    /// Fails the attempt; the chunk rests for an hour if `rests`.
    case fail(worker: Int, permanent: Bool, rests: Bool)
    /// Splits the chunk at the worker's deadline, or gives it back.
    case split(worker: Int, SplitEnding)
    /// A heartbeat; a worker whose lease is gone starts anew.
    case renew(worker: Int)
    /// The lease runs out; the worker knows nothing of it and goes on.
    case expire(worker: Int)
    /// The worker is stopped, or hangs, until `thaw` lets it go on; its lease runs out.
    case freeze(worker: Int)
    case thaw(worker: Int)
    /// The leases of all starts that were killed run out.
    case expireDead
    /// Says that it claims no more (`draining`) or that it is gone, and goes on nevertheless.
    case signOff(worker: Int, gone: Bool)
    /// Forgets everything, wherever it is, and starts anew under another id.
    case crash(worker: Int)
    /// Loses track of its claim and lives on: the reply to a claim never came.
    case forget(worker: Int)
    /// Requeues the worker's claims that it doesn't know of.
    case requeueUnheld(worker: Int)
    case reap
    /// The time of chunks that rest has come.
    case wake
    case requeueFailed
    case pause(Bool)
    case reconcile
    /// The target fails over to a standby that hasn't got the last receipt and its rows.
    case loseLastCommit
    /// The coordinator makes an unlogged table logged.
    case makeLogged
    /// The target's server crashes, which empties an unlogged table.
    case crashTarget
    /// A successor takes the target table under the next epoch.
    case takeOver
    /// Cancels the run and plans another one into the same target; with `succession`, the coordinator that plans is
    /// replaced on the way, and comes back.
    case replan(succession: Bool)

    /// How far a worker comes with splitting a chunk.
    enum SplitEnding: CaseIterable {
        case whole
        /// It is killed when the void receipt is committed.
        case killed
        /// The control database can't be reached then; the worker lives on.
        case cutOff
    }

    /// The worker that must be running for this; nil: none.
    var runner: Int? {
        switch self {
        case .proceed(let worker), .commitUnheard(let worker), .breakSource(let worker), .release(let worker),
            .fail(let worker, _, _), .renew(let worker), .signOff(let worker, _), .forget(let worker),
            .requeueUnheld(let worker), .freeze(let worker), .split(let worker, _):
            worker
        default: nil
        }
    }

    /// Steps by how often they are drawn.
    static func random(workers: Int, using generator: inout Seeded) -> ModelStep {
        let worker = Int.random(in: 0..<workers, using: &generator)
        let coin = Bool.random(using: &generator)
        switch Int.random(in: 0..<1000, using: &generator) {
        case ..<475: return .proceed(worker: worker)
        case ..<495: return .makeLogged
        case ..<500: return .crashTarget
        case ..<560:
            return .split(worker: worker, SplitEnding.allCases.randomElement(using: &generator) ?? .whole)
        case ..<585: return .renew(worker: worker)
        case ..<600: return .expire(worker: worker)
        case ..<670: return .freeze(worker: worker)
        case ..<740: return .thaw(worker: worker)
        case ..<755: return .expireDead
        case ..<770: return .signOff(worker: worker, gone: coin)
        case ..<785: return .crash(worker: worker)
        case ..<810: return .forget(worker: worker)
        case ..<820: return .requeueUnheld(worker: worker)
        case ..<865: return .reap
        case ..<880: return .commitUnheard(worker: worker)
        case ..<890: return .breakSource(worker: worker)
        case ..<915: return .release(worker: worker)
        case ..<930:
            return .fail(worker: worker, permanent: Int.random(in: 0..<5, using: &generator) == 0, rests: coin)
        case ..<945: return .wake
        case ..<955: return .requeueFailed
        case ..<965: return .pause(Int.random(in: 0..<3, using: &generator) == 0)
        case ..<982: return .reconcile
        case ..<989: return .loseLastCommit
        case ..<992: return .takeOver
        default: return .replan(succession: coin)
        }
    }

    /// The steps that a seed stands for.
    static func sequence(seed: UInt64, count: Int, workers: Int) -> [ModelStep] {
        var generator = Seeded(seed: seed)
        return (0..<count).map { _ in random(workers: workers, using: &generator) }
    }
}
