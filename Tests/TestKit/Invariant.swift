/// The invariants after every fault: I1 to I8 of the chunk protocol.
package enum Invariant: Int, Sendable, Hashable, CaseIterable {
    /// The target has the source's rows, each the same number of times.
    case equalRows = 1
    /// Each chunk is done, with exactly one receipt.
    case oneReceipt
    /// No row of a losing attempt is in a published table or elsewhere.
    case noLosingRows
    /// No claim, session, lock or open transaction is left.
    case nothingLeft
    /// The time from the fault to the run's end is within its limit.
    case recoveryTime
    /// No chunk had more attempts than allowed.
    case attempts
    /// Each lost fence is logged once.
    case fencesLogged
    /// Surviving programs use no more memory and open files than before.
    case footprint

    var title: String {
        let what =
            switch self {
            case .equalRows: "source and target hold the same rows"
            case .oneReceipt: "each chunk is done with one receipt"
            case .noLosingRows: "no row of a losing attempt"
            case .nothingLeft: "no claim, session, lock or transaction left"
            case .recoveryTime: "recovered in time"
            case .attempts: "attempts within the maximum"
            case .fencesLogged: "each lost fence is logged once"
            case .footprint: "memory and open files as at the start"
            }
        return "I\(rawValue) \(what)"
    }
}
