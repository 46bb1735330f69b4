import TestKit

/// One operation of a random sequence.
///
/// Steps refer to workers by index and never to chunks, so that a sequence stays valid if steps are removed from it. A
/// step that isn't possible at its moment does nothing.
enum ModelStep: Hashable, Sendable {
    /// The worker does its next operation: claim, open its COPY, commit rows and receipt, mark as done; or report a
    /// failed attempt.
    case proceed(worker: Int)
    /// The worker commits, and the reply is lost.
    case commitUnheard(worker: Int)
    /// The source fails in the middle of the chunk.
    case breakSource(worker: Int)
    /// The worker releases its claim.
    case release(worker: Int)
    /// The attempt fails; if `rests`, the chunk isn't ready again for an hour.
    case fail(worker: Int, permanent: Bool, rests: Bool)
    /// The worker splits its chunk at its deadline, or releases it.
    case split(worker: Int, SplitEnding)
    /// The worker sends a heartbeat; if its lease is gone, it restarts.
    case renew(worker: Int)
    /// The lease runs out; the worker doesn't notice and continues.
    case expire(worker: Int)
    /// The worker is stopped, or hangs, until `thaw`; its lease runs out.
    case freeze(worker: Int)
    case thaw(worker: Int)
    /// The leases of all killed workers run out.
    case expireDead
    /// The worker declares that it no longer claims (`draining`) or that it is gone, but continues anyway.
    case signOff(worker: Int, gone: Bool)
    /// The worker forgets everything at any point, and restarts with another id.
    case crash(worker: Int)
    /// The worker loses track of its claim and continues, as if the reply to the claim was lost.
    case forget(worker: Int)
    /// The worker requeues its claims that it doesn't know of.
    case requeueUnheld(worker: Int)
    case reap
    /// Chunks that wait for a retry become ready.
    case wake
    case requeueFailed
    case pause(Bool)
    case reconcile
    /// The target fails over to a standby that lacks the last receipt and its rows.
    case loseLastCommit
    /// The coordinator makes an unlogged table logged.
    case makeLogged
    /// The target's server crashes, which empties an unlogged table.
    case crashTarget
    /// A successor takes over the target table with the next epoch.
    case takeOver
    /// The run is cancelled and another one is planned into the same target; with `succession`, the planning
    /// coordinator is replaced meanwhile, and then continues.
    case replan(succession: Bool)

    /// How far a worker gets with splitting a chunk.
    enum SplitEnding: CaseIterable {
        case whole
        /// The worker is killed after the void receipt was committed.
        case killed
        /// The control database can't be reached after that; the worker continues.
        case cutOff
    }

    /// The worker that must be running for this step; `nil` if none must be.
    var runner: Int? {
        switch self {
        case .proceed(let worker), .commitUnheard(let worker), .breakSource(let worker), .release(let worker),
            .fail(let worker, _, _), .renew(let worker), .signOff(let worker, _), .forget(let worker),
            .requeueUnheld(let worker), .freeze(let worker), .split(let worker, _):
            worker
        default: nil
        }
    }

    /// Draws a step; some steps are more frequent than others.
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

    /// The sequence of steps for a seed.
    static func sequence(seed: UInt64, count: Int, workers: Int) -> [ModelStep] {
        var generator = Seeded(seed: seed)
        return (0..<count).map { _ in random(workers: workers, using: &generator) }
    }
}
